import type { UseQueryResult } from '@tanstack/react-query';
import type { ConnectionWarnings } from '../api/connection.js';
import { Callout, type Tone } from '../components/callout.js';
import { ErrorState } from '../components/error-state.js';
import { texts } from '../texts/texts.js';

const { warnings: words } = texts.overview;

const tones: Readonly<Record<string, Tone>> = { blocking: 'blocking', warning: 'warning' };

/** What is wrong with the connection, the worst first, and where it is mended. */
export function WarningList({ warnings: { data, error } }: { readonly warnings: UseQueryResult<ConnectionWarnings> }) {
  if (error && !data) return <ErrorState error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={words.title}>
      <ul className="space-y-3">
        {data.items.map(({ code, severity, message, clickPath }) => (
          <li key={code}>
            <Callout tone={tones[severity] ?? 'info'} title={message}>
              <span className="text-quiet">{clickPath}</span>
            </Callout>
          </li>
        ))}
      </ul>
    </section>
  );
}
