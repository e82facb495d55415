import { useAcceptMapping, useAttributeMapping } from '../api/attribute-mapping.js';
import { useMay } from '../api/use-session.js';
import { Button } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { ErrorState } from '../components/error-state.js';
import { Loaded } from '../components/loaded.js';
import { StatusBadge } from '../components/status-badge.js';
import { Table } from '../components/table.js';
import { texts } from '../texts/texts.js';
import { rowsOf } from './sources-of.js';
import type { Protocol } from './sso-search.js';

const { attributes: words } = texts.singleSignOn;

type ConnectionMapping = NonNullable<ReturnType<typeof useAttributeMapping>['data']>;

interface AttributesStepProps {
  readonly protocol: Protocol;
  readonly idpProfile: string;
}

/** What is taken from where, and what a newer version of that would change. */
export function AttributesStep({ protocol, idpProfile }: AttributesStepProps) {
  return (
    <>
      <p className="text-quiet">{words.about}</p>
      <Loaded query={useAttributeMapping()} height="h-64">
        {mapping => (
          <>
            {mapping.isOutdated && <Newer mapping={mapping} />}
            <Table
              caption={words.version(mapping.acceptedVersion)}
              columns={[words.target, words.sources]}
              rows={rowsOf(mapping.mapping, protocol, idpProfile).map(({ target, isRequired, sources }) => ({
                id: target,
                cells: [
                  <span key="target" className="inline-flex flex-wrap items-center gap-2">
                    {nameOf(target)}
                    {isRequired && <StatusBadge tone="quiet">{words.required}</StatusBadge>}
                  </span>,
                  <Sources key="sources" sources={sources} />,
                ],
              }))}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

function Sources({ sources }: { readonly sources: readonly string[] }) {
  if (sources.length === 0) return <>{words.nothing}</>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {sources.map(source => (
        <code key={source} className="rounded bg-raised px-1.5 py-0.5 font-mono text-xs break-all">
          {source}
        </code>
      ))}
    </span>
  );
}

function Newer({ mapping }: { readonly mapping: ConnectionMapping }) {
  const accept = useAcceptMapping();
  const mayWrite = useMay('connections:write');
  const { latestVersion, changes, isBlocking } = mapping;
  return (
    <Callout
      tone={isBlocking ? 'blocking' : 'warning'}
      title={words.outdated(latestVersion)}
      action={
        mayWrite && (
          <Button isBusy={accept.isPending} onClick={() => accept.mutate(latestVersion)}>
            {words.accept(latestVersion)}
          </Button>
        )
      }
    >
      <p>{words.outdatedAbout}</p>
      <ul className="mt-2 space-y-2">
        {changes.map(({ text, instruction }) => (
          <li key={text}>
            {text}
            {instruction !== null && <span className="block text-quiet">{instruction}</span>}
          </li>
        ))}
      </ul>
      {accept.error && <ErrorState error={accept.error} />}
    </Callout>
  );
}

function nameOf(target: string): string {
  const names: Readonly<Record<string, string>> = words.targets;
  return names[target] ?? target;
}
