import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../texts/texts.js';

interface PageProps {
  readonly title: string;
  readonly intro?: ReactNode;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: names the document, and has the focus at its heading once it is entered. */
export function Page({ title, intro, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = texts.common.documentTitle(title);
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="space-y-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="max-w-2xl">
          <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight">
            {title}
          </h1>
          {intro !== undefined && <p className="mt-1 text-quiet">{intro}</p>}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}
