import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';

const tones = {
  info: { look: 'border-line bg-raised', ink: 'text-quiet', icon: 'info' },
  good: { look: 'border-good-line bg-good-soft', ink: 'text-good', icon: 'check' },
  warning: { look: 'border-warn-line bg-warn-soft', ink: 'text-warn', icon: 'warning' },
  blocking: { look: 'border-bad-line bg-bad-soft', ink: 'text-bad', icon: 'blocked' },
} as const satisfies Record<string, { look: string; ink: string; icon: IconName }>;

/** How much something matters. */
export type Tone = keyof typeof tones;

interface CalloutProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
}

/** Something to know before going on. */
export function Callout({ tone, title, children, action }: CalloutProps) {
  const { look, ink, icon } = tones[tone];
  return (
    <div className={`flex gap-3 rounded-lg border px-4 py-3 ${look}`}>
      <Icon name={icon} className={`mt-0.5 size-4 ${ink}`} />
      <div className="min-w-0 flex-1 space-y-1">
        {title !== undefined && <p className={`font-medium ${ink}`}>{title}</p>}
        {children !== undefined && <div className="text-ink">{children}</div>}
        {action !== undefined && <div className="pt-1.5 empty:hidden">{action}</div>}
      </div>
    </div>
  );
}
