import type { UseQueryResult } from '@tanstack/react-query';
import type { ConnectionWarnings } from '../api/connection.js';
import { Callout, type Tone } from '../components/callout.js';
import { ErrorState } from '../components/error-state.js';
import { WarningFix } from '../components/warning-fix.js';
import { texts } from '../texts/texts.js';

const { warnings: words } = texts.overview;

const tones: Readonly<Record<string, Tone>> = { blocking: 'blocking', warning: 'warning' };

interface WarningListProps {
  readonly warnings: UseQueryResult<ConnectionWarnings>;
  /** Whether single sign-on was not begun. */
  readonly isDraft: boolean;
}

/** What is wrong with the connection, the worst first, and where it is mended. */
export function WarningList({ warnings: { data, error }, isDraft }: WarningListProps) {
  if (error && !data) return <ErrorState error={error} />;
  // What was not begun is no fault: the card says what to do.
  const items = data?.items.filter(({ code }) => !isDraft || code !== 'SSO_TEST_STALE') ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings" className="mb-3 text-base font-semibold">
        {words.title}
      </h2>
      <ul className="space-y-3">
        {items.map(({ code, severity, message, clickPath }) => (
          <li key={code}>
            <Callout tone={tones[severity] ?? 'info'} title={message} action={<WarningFix code={code} />}>
              <span className="text-quiet">{clickPath}</span>
            </Callout>
          </li>
        ))}
      </ul>
    </section>
  );
}
