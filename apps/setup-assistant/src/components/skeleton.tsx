import { texts } from '../texts/texts.js';

/** As high as what is on its way, so that nothing moves when it comes. */
export function Skeleton({ className = 'h-40' }: { readonly className?: string }) {
  return (
    <output className={`block animate-pulse rounded-xl border border-line bg-raised ${className}`}>
      <span className="sr-only">{texts.common.loading}</span>
    </output>
  );
}
