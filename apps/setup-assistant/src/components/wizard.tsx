import type { ReactNode } from 'react';
import { texts } from '../texts/texts.js';
import { buttonClass } from './button.js';
import { Card } from './card.js';
import { type Step, Stepper } from './stepper.js';

interface WizardProps {
  readonly label: string;
  readonly steps: readonly Step[];
  readonly current: string;
  readonly children: ReactNode;
  /** Unless the step itself goes on. */
  readonly hasNext?: boolean;
}

/** Several steps, one of which is shown, with the way back and on. */
export function Wizard({ label, steps, current, children, hasNext = true }: WizardProps) {
  const index = steps.findIndex(({ id }) => id === current);
  const step = steps[index];
  const before = steps[index - 1];
  const after = steps[index + 1];
  return (
    <div className="grid grid-cols-1 gap-5 md:grid-cols-[12rem_minmax(0,1fr)]">
      <Stepper label={label} steps={steps} current={current} />
      {step && (
        <Card
          title={step.title}
          footer={
            <div className="flex min-h-9 items-center justify-between gap-3">
              {before ? before.link(texts.common.back, buttonClass('plain')) : <span />}
              {hasNext && after?.link(texts.common.next, buttonClass('primary'))}
            </div>
          }
        >
          {children}
        </Card>
      )}
    </div>
  );
}
