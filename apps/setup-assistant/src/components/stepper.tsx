import type { ReactNode } from 'react';
import { texts } from '../texts/texts.js';
import { Icon } from './icon.js';

/** One of several steps. */
export interface Step {
  readonly id: string;
  readonly title: string;
  readonly isDone: boolean;
  /** Leads there. */
  readonly link: (children: ReactNode, className: string) => ReactNode;
}

interface StepperProps {
  readonly label: string;
  readonly steps: readonly Step[];
  readonly current: string;
}

/** Which steps there are, which are done and which one is shown. */
export function Stepper({ label, steps, current }: StepperProps) {
  return (
    <nav aria-label={label}>
      <p className="mb-3 text-quiet md:hidden">
        {texts.common.stepOf(steps.findIndex(({ id }) => id === current) + 1, steps.length)}
      </p>
      <ol className="relative flex gap-1 overflow-x-auto p-1 md:flex-col">
        {steps.map((step, index) => (
          <li key={step.id} aria-current={step.id === current ? 'step' : undefined} className="shrink-0">
            {step.link(
              <>
                <Mark isDone={step.isDone} isCurrent={step.id === current} number={index + 1} />
                <span className={step.id === current ? '' : 'max-md:sr-only'}>{step.title}</span>
                {step.isDone && <span className="sr-only">{texts.common.done}</span>}
              </>,
              `flex items-center gap-3 rounded-md px-2.5 py-2 ${step.id === current ? 'bg-raised font-medium text-ink' : 'text-quiet hover:bg-raised hover:text-ink'}`,
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Mark({ isDone, isCurrent, number }: { isDone: boolean; isCurrent: boolean; number: number }) {
  const look = isDone ? 'border-good-line bg-good-soft text-good' : 'border-line bg-surface';
  return (
    <span
      aria-hidden="true"
      className={`grid size-6 shrink-0 place-items-center rounded-full border text-xs font-medium ${look} ${isCurrent && !isDone ? 'border-ink' : ''}`}
    >
      {isDone ? <Icon name="check" className="size-3.5" /> : number}
    </span>
  );
}
