import { type ScimRequest, useLastRequests } from '../api/requests.js';
import { useMay } from '../api/use-session.js';
import { Callout } from '../components/callout.js';
import { EmptyState } from '../components/empty-state.js';
import { Loaded } from '../components/loaded.js';
import { Ago } from '../components/moment.js';
import { StatusBadge } from '../components/status-badge.js';
import { Table } from '../components/table.js';
import { texts } from '../texts/texts.js';

const { listen: words } = texts.provisioning;

/** What the identity provider sends, while it is being set up. */
export function ListenStep() {
  const isAllowed = useMay('requests:read');
  const requests = useLastRequests({ isAllowed });
  if (!isAllowed) return <Callout tone="info">{words.notAllowed}</Callout>;
  return (
    <>
      <p>{words.about}</p>
      <div aria-live="polite">
        <Loaded query={requests} height="h-64">
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={words.nothing}>{words.nothingAbout}</EmptyState>
            ) : (
              <Table caption={words.caption} columns={words.columns} rows={items.map(toRow)} />
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function toRow({ id, at, intent, status, isConnectionTest }: ScimRequest) {
  return {
    id,
    cells: [
      <StatusBadge key="status" tone={status < 400 ? 'good' : 'bad'}>
        {status}
      </StatusBadge>,
      <span key="intent">
        {intent.sentence}
        {isConnectionTest && <span className="block text-quiet">{words.test}</span>}
      </span>,
      <span key="at" className="whitespace-nowrap">
        <Ago at={at} />
      </span>,
    ],
  };
}
