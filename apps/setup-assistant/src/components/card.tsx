import type { ReactNode } from 'react';

interface CardProps {
  readonly title?: string;
  /** Beside the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Set off below. */
  readonly footer?: ReactNode;
}

/** Things that belong together. */
export function Card({ title, aside, children, footer }: CardProps) {
  return (
    <section
      className="flex h-full flex-col overflow-hidden rounded-xl border border-line bg-surface"
      aria-label={title}
    >
      <div className="flex-1 space-y-4 p-5 sm:p-6">
        {title !== undefined && (
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <h2 className="text-base font-semibold">{title}</h2>
            {aside}
          </div>
        )}
        {children}
      </div>
      {footer !== undefined && <div className="border-t border-line bg-canvas px-5 py-3 sm:px-6">{footer}</div>}
    </section>
  );
}
