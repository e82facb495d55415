import { RadioGroup } from 'radix-ui';
import { useId } from 'react';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly title: string; readonly about: string }[];
}

/** One of several, each with a word on what it means. */
export function Choice<Value extends string>({ label, value, onValue, options }: ChoiceProps<Value>) {
  const id = useId();
  const choose = (chosen: string) => {
    const option = options.find(candidate => candidate.value === chosen);
    if (option) onValue(option.value);
  };
  return (
    <RadioGroup.Root value={value} onValueChange={choose} aria-label={label} className="space-y-2">
      {options.map(option => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          aria-labelledby={`${id}-${option.value}`}
          aria-describedby={`${id}-${option.value}-about`}
          className="group flex w-full gap-3 rounded-lg border border-line px-4 py-3 text-left hover:bg-raised data-[state=checked]:border-ink"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control group-data-[state=checked]:border-ink">
            <RadioGroup.Indicator className="size-2 rounded-full bg-ink" />
          </span>
          <span>
            <span id={`${id}-${option.value}`} className="block font-medium">
              {option.title}
            </span>
            <span id={`${id}-${option.value}-about`} className="block text-quiet">
              {option.about}
            </span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
