import { useState } from 'react';
import { type ImpactCategory, type ImpactPreview, useImpactItems } from '../api/impact.js';
import { useMay } from '../api/use-session.js';
import { Callout } from '../components/callout.js';
import { ErrorState } from '../components/error-state.js';
import { Skeleton } from '../components/skeleton.js';
import { StatusBadge } from '../components/status-badge.js';
import { Table } from '../components/table.js';
import { texts } from '../texts/texts.js';

const { enabling: words } = texts;

type Category = Exclude<ImpactCategory, 'administrators'>;

/** How many people are affected how, and who they are. */
export function ImpactReport({ preview }: { readonly preview: ImpactPreview }) {
  const { counts } = preview;
  const numbers: readonly (readonly [Category, number])[] = [
    ['matched', counts.matched],
    ['created', counts.created],
    ['deactivated', counts.deactivated],
    ['reactivated', counts.reactivated],
    ['conflicting', counts.conflicting],
    ['not_covered', counts.notCovered],
  ];
  const first = numbers.find(([, count]) => count > 0)?.[0];
  const [chosen, setChosen] = useState<Category | undefined>(first);
  const mayList = useMay('accounts:read');
  return (
    <>
      <p>{words.about}</p>
      {counts.administratorsAffected > 0 && (
        <Callout tone="blocking" title={words.administrators(counts.administratorsAffected)}>
          {words.administratorsAbout}
        </Callout>
      )}
      <fieldset aria-label={words.list} className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {numbers.map(([category, count]) => (
          <button
            key={category}
            type="button"
            aria-pressed={category === chosen}
            disabled={count === 0 || !mayList}
            onClick={() => setChosen(category)}
            className="rounded-lg border border-line px-3 py-2 text-left enabled:hover:bg-raised aria-pressed:border-ink"
          >
            <span className="block text-xl font-semibold tabular-nums">{count}</span>
            <span className="block text-xs text-quiet">{words.counts[category]}</span>
          </button>
        ))}
      </fieldset>
      <p className="text-quiet">{words.seats(counts.seatsTaken, counts.seatsFreed)}</p>
      {chosen === undefined && <p>{words.nobody}</p>}
      {chosen !== undefined && mayList && <People preview={preview} category={chosen} />}
    </>
  );
}

function People({ preview, category }: { readonly preview: ImpactPreview; readonly category: Category }) {
  const items = useImpactItems(preview, category);
  if (items.error) return <ErrorState error={items.error} onRetry={() => void items.refetch()} />;
  if (!items.data) return <Skeleton className="h-32" />;
  return (
    <Table
      caption={words.people(words.counts[category])}
      columns={words.columns}
      rows={items.data.pages
        .flatMap(page => page.items)
        .map(({ login, displayName, isAdministrator }) => ({
          id: login,
          cells: [
            <span key="name" className="inline-flex flex-wrap items-center gap-2">
              {displayName ?? login}
              {isAdministrator && <StatusBadge tone="bad">{words.administrator}</StatusBadge>}
            </span>,
            login,
          ],
        }))}
      onMore={items.hasNextPage ? () => void items.fetchNextPage() : undefined}
      isLoadingMore={items.isFetchingNextPage}
    />
  );
}
