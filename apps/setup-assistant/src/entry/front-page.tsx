import { type ReactNode, useEffect } from 'react';
import { texts } from '../texts/texts.js';

/** A page without a session: one thing in the middle. */
export function FrontPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = texts.common.documentTitle(title);
  }, [title]);
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-3">
        <img src="./icon.svg" alt="" className="size-8" />
        <span className="font-semibold tracking-tight">{texts.shell.product}</span>
      </div>
      <div className="space-y-5 rounded-xl border border-line bg-surface p-6 sm:p-8">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
