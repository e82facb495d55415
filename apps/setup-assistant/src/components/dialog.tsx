import { type ReactNode, useEffect, useId, useRef } from 'react';
import { texts } from '../texts/texts.js';
import { Icon } from './icon.js';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons; the one that goes on is the last. */
  readonly footer?: ReactNode;
}

/**
 * Something that must be decided before anything else. It is the browser's own dialog, which keeps the focus, closes with Escape and
 * needs no style in the page: the content security policy forbids those that libraries insert to stop the page from scrolling.
 */
export function Dialog({ title, isOpen, onClose, children, footer }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (isOpen && dialog?.open === false) dialog.showModal();
    if (!isOpen) dialog?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      className="m-auto w-[min(40rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-0 text-ink shadow-2xl backdrop:bg-black/50"
    >
      {isOpen && (
        <div className="flex max-h-[calc(100dvh-4rem)] flex-col">
          <div className="flex items-center justify-between gap-4 border-b border-line px-6 py-4">
            <h2 id={id} className="text-base font-semibold">
              {title}
            </h2>
            <button
              type="button"
              onClick={() => ref.current?.close()}
              aria-label={texts.common.close}
              className="-mr-2 rounded-md p-2 text-quiet hover:bg-raised hover:text-ink"
            >
              <Icon name="close" />
            </button>
          </div>
          <div className="space-y-4 overflow-y-auto px-6 py-5">{children}</div>
          {footer !== undefined && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line bg-canvas px-6 py-3">{footer}</div>
          )}
        </div>
      )}
    </dialog>
  );
}
