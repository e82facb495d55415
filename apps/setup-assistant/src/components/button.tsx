import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { texts } from '../texts/texts.js';

const looks = {
  primary: 'bg-solid text-on-solid border-transparent hover:opacity-85',
  secondary: 'bg-surface text-ink border-line hover:bg-raised',
  danger: 'bg-surface text-bad border-bad-line hover:bg-bad-soft',
  plain: 'border-transparent text-quiet hover:bg-raised hover:text-ink',
} as const;

const shape =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3.5 py-1.5 font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50';

/** The classes of something that looks like a button; links have them, too. */
export function buttonClass(look: keyof typeof looks = 'secondary'): string {
  return `${shape} ${looks[look]}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks;
  /** It stays as wide as it is, and says that it is at work. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

/** A button. While it is busy it can be reached and does nothing. */
export function Button({ look = 'secondary', isBusy = false, className = '', onClick, ...rest }: ButtonProps) {
  const { children, ...attributes } = rest;
  return (
    <button
      type="button"
      {...attributes}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? event => event.preventDefault() : onClick}
      className={`${buttonClass(look)} ${className}`}
    >
      {isBusy && <Spinner />}
      {children}
      {isBusy && <span className="sr-only">{texts.common.working}</span>}
    </button>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-t-transparent"
    />
  );
}
