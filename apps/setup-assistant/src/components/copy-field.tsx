import { useEffect, useId, useState } from 'react';
import { texts } from '../texts/texts.js';
import { Icon } from './icon.js';

const SHOWN_MS = 2500;

interface CopyFieldProps {
  /** As the console of the identity provider calls it. */
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
}

/** A value to be copied into a form elsewhere. */
export function CopyField({ label, value, hint }: CopyFieldProps) {
  const id = useId();
  const { isCopied, copy } = useCopy(value);
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="mt-1.5 flex rounded-md border border-line bg-raised focus-within:border-accent">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={event => event.currentTarget.select()}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className="min-w-0 flex-1 rounded-l-md bg-transparent px-3 py-2 font-mono text-xs text-ellipsis"
        />
        <button
          type="button"
          onClick={copy}
          className="relative flex items-center gap-1.5 rounded-r-md border-l border-line bg-surface px-3 text-xs font-medium hover:bg-raised"
        >
          <Icon name={isCopied ? 'check' : 'copy'} className={`size-3.5 ${isCopied ? 'text-good' : 'text-quiet'}`} />
          <span className="min-w-11 text-left">{isCopied ? texts.common.copied : texts.common.copy}</span>
          <span className="sr-only">{label}</span>
        </button>
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1.5 text-quiet">
          {hint}
        </p>
      )}
      <output className="sr-only">{isCopied ? texts.common.wasCopied(label) : ''}</output>
    </div>
  );
}

function useCopy(value: string): { readonly isCopied: boolean; readonly copy: () => void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
  return { isCopied, copy };
}
