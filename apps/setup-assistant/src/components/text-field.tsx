import { type InputHTMLAttributes, useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with what was entered. */
  readonly error?: string | undefined;
  /** Of a field of several lines. */
  readonly rows?: number;
  readonly type?: InputHTMLAttributes<HTMLInputElement>['type'];
  readonly placeholder?: string;
}

const look =
  'mt-1.5 block w-full rounded-md border bg-surface px-3 py-2 placeholder:text-quiet aria-invalid:border-bad border-control';

/** Something to type, with what is wrong with it. */
export function TextField({ label, value, onValue, hint, error, rows, type = 'text', placeholder }: TextFieldProps) {
  const id = useId();
  const told = error ?? hint;
  const attributes = {
    id,
    value,
    placeholder,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': told === undefined ? undefined : `${id}-told`,
    autoComplete: 'off',
    spellCheck: false,
  } as const;
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      {rows === undefined ? (
        <input {...attributes} type={type} className={look} onChange={event => onValue(event.target.value)} />
      ) : (
        <textarea
          {...attributes}
          rows={rows}
          className={`${look} font-mono text-xs`}
          onChange={event => onValue(event.target.value)}
        />
      )}
      {told !== undefined && (
        <p id={`${id}-told`} className={`mt-1.5 ${error === undefined ? 'text-quiet' : 'text-bad'}`}>
          {told}
        </p>
      )}
    </div>
  );
}
