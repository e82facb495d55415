import { type ReactNode, useState } from 'react';
import type { GuideField, GuideStep } from '../api/setup-guide.js';
import { texts } from '../texts/texts.js';
import { CopyField } from './copy-field.js';
import { FormPicture } from './form-picture.js';
import { Icon } from './icon.js';

interface GuideStepViewProps {
  readonly step: GuideStep;
  /** What stands where the SCIM token goes. */
  readonly scimToken?: (label: string) => ReactNode;
}

/** What to do in one place of the identity provider's console, with a sketch of the form. */
export function GuideStepView({ step, scimToken }: GuideStepViewProps) {
  const [highlighted, setHighlighted] = useState<number>();
  return (
    <div className="space-y-5">
      <p className="text-quiet">
        <span className="sr-only">{texts.common.where}: </span>
        {step.at}
      </p>
      {step.text !== null && <p>{step.text}</p>}
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <ol className="space-y-4">
          {step.fields.map((field, index) => (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only points at the place in the sketch
            <li
              key={`${field.kind} ${field.label}`}
              className="flex gap-3"
              onMouseEnter={() => setHighlighted(index)}
              onFocus={() => setHighlighted(index)}
            >
              <span
                aria-hidden="true"
                className={`grid size-6 shrink-0 place-items-center rounded-full border text-xs font-medium ${index === highlighted ? 'border-accent bg-accent-soft text-accent' : 'border-line text-quiet'}`}
              >
                {index + 1}
              </span>
              <div className="min-w-0 flex-1 pt-0.5">
                <Field field={field} scimToken={scimToken} />
              </div>
            </li>
          ))}
        </ol>
        <div className="max-w-sm xl:sticky xl:top-6">
          <FormPicture step={step} highlighted={highlighted} />
        </div>
      </div>
    </div>
  );
}

function Field({
  field,
  scimToken,
}: {
  readonly field: GuideField;
  readonly scimToken: GuideStepViewProps['scimToken'];
}) {
  const { kind, label, value, note } = field;
  if (field.isScimToken) {
    return (
      <>
        {scimToken?.(label)}
        <Note note={note} />
      </>
    );
  }
  if (kind === 'copy') return <CopyField label={label} value={value ?? ''} hint={note ?? undefined} />;
  return (
    <>
      <p>
        <Instruction kind={kind} label={label} value={value} />
      </p>
      <Note note={note} />
    </>
  );
}

function Note({ note }: { readonly note: string | null }) {
  return note === null ? null : <p className="mt-1 text-quiet">{note}</p>;
}

function Instruction({ kind, label, value }: Pick<GuideField, 'kind' | 'label' | 'value'>) {
  const name = <strong className="font-medium">{label}</strong>;
  switch (kind) {
    case 'tick':
      return (
        <Marked icon="check">
          {texts.guide.tick} {name}
        </Marked>
      );
    case 'untick':
      return (
        <Marked icon="close">
          {texts.guide.untick} {name}
        </Marked>
      );
    case 'press':
      return (
        <>
          {texts.guide.press} {name}
        </>
      );
    case 'find':
      return (
        <>
          {texts.guide.find} {name}
        </>
      );
    default:
      return (
        <>
          {name}: {value}
        </>
      );
  }
}

function Marked({ icon, children }: { readonly icon: 'check' | 'close'; readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon name={icon} className={`mt-1 size-3.5 ${icon === 'check' ? 'text-good' : 'text-quiet'}`} />
      <span>{children}</span>
    </span>
  );
}
