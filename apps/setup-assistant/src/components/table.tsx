import type { ReactNode } from 'react';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';

interface TableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[] }[];
  /** Where there is a next page. */
  readonly onMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
}

/** Rows of the same kind, a page of them after the other. */
export function Table({ caption, columns, rows, onMore, isLoadingMore = false }: TableProps) {
  return (
    <div className="space-y-3">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <section className="overflow-x-auto rounded-lg border border-line" tabIndex={0} aria-label={caption}>
        <table className="w-full text-left">
          <caption className="sr-only">{caption}</caption>
          <thead className="border-b border-line bg-raised text-xs text-quiet">
            <tr>
              {columns.map(column => (
                <th key={column} scope="col" className="px-4 py-2 font-medium">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(({ id, cells }) => (
              <tr key={id}>
                {cells.map((cell, index) => (
                  <td key={columns[index]} className="px-4 py-2.5 align-top">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {onMore && (
        <Button isBusy={isLoadingMore} onClick={onMore}>
          {texts.common.more}
        </Button>
      )}
    </div>
  );
}
