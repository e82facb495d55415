import type { GuideField, GuideStep } from '../api/setup-guide.js';

const WIDTH = 340;
const TOP = 46;
const ROW = { copy: 46, enter: 46, find: 46, tick: 28, untick: 28, press: 38 } as const;

interface FormPictureProps {
  readonly step: GuideStep;
  /** The place of the field to point at. */
  readonly highlighted: number | undefined;
}

/** The form of the identity provider, as a sketch: where each thing on the list is. The list says all of it. */
export function FormPicture({ step, highlighted }: FormPictureProps) {
  const tops = step.fields.reduce<readonly number[]>(
    (places, { kind }) => [...places, (places.at(-1) ?? TOP) + ROW[kind]],
    [TOP],
  );
  const height = (tops.at(-1) ?? TOP) + 14;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${height}`}
      className="w-full rounded-lg border border-line bg-surface"
    >
      <rect width={WIDTH} height="30" className="fill-raised" />
      {[14, 26, 38].map(x => (
        <circle key={x} cx={x} cy="15" r="3.5" className="fill-line" />
      ))}
      <text x="54" y="19" className="fill-quiet text-[10px]">
        {shorten(step.at.split(' › ').at(-1) ?? '', 44)}
      </text>
      {step.fields.map((field, index) => (
        <g key={`${field.kind} ${field.label}`} transform={`translate(20 ${tops[index]})`}>
          <Row field={field} isHighlighted={index === highlighted} />
        </g>
      ))}
    </svg>
  );
}

function Row({ field, isHighlighted }: { readonly field: GuideField; readonly isHighlighted: boolean }) {
  return (
    <>
      {isHighlighted && (
        <rect
          x="-10"
          y="-5"
          width={WIDTH - 20}
          height={ROW[field.kind] - 2}
          rx="6"
          className="fill-accent-soft stroke-accent"
        />
      )}
      <Control field={field} />
    </>
  );
}

function Control({ field: { kind, label, value } }: { readonly field: GuideField }) {
  if (kind === 'press') {
    const width = Math.min(24 + label.length * 5.6, WIDTH - 40);
    return (
      <>
        <rect y="2" width={width} height="22" rx="5" className="fill-solid" />
        <text x={width / 2} y="17" textAnchor="middle" className="fill-on-solid text-[10px] font-medium">
          {shorten(label, 52)}
        </text>
      </>
    );
  }
  if (kind === 'tick' || kind === 'untick') return <Box isTicked={kind === 'tick'} label={label} />;
  return (
    <>
      <text y="8" className="fill-ink text-[10px] font-medium">
        {shorten(label, 56)}
      </text>
      <rect y="13.5" width={WIDTH - 40} height="20" rx="4" className="fill-canvas stroke-line" />
      <text x="8" y="27" className="fill-quiet text-[9px]">
        {shorten(kind === 'find' ? '••••••••' : (value ?? '••••••••'), 58)}
      </text>
    </>
  );
}

function Box({ isTicked, label }: { readonly isTicked: boolean; readonly label: string }) {
  return (
    <>
      <rect
        x="0.5"
        y="2.5"
        width="13"
        height="13"
        rx="3"
        className={isTicked ? 'fill-solid' : 'fill-none stroke-control'}
      />
      {isTicked && <path d="M3.5 9l2.5 2.8 4.6-5.4" className="fill-none stroke-on-solid" strokeWidth="1.6" />}
      <text x="22" y="13" className="fill-ink text-[10px]">
        {shorten(label, 56)}
      </text>
    </>
  );
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
