import { type SignInTestResult, useSignInTest, useStartTest } from '../api/sign-in-test.js';
import { useMay } from '../api/use-session.js';
import { Button, buttonClass } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { ErrorState } from '../components/error-state.js';
import { Table } from '../components/table.js';
import { texts } from '../texts/texts.js';

const { test: words } = texts.singleSignOn;

/** A sign-in that is made to see what arrives, and what did. */
export function LiveTest({ wasTested }: { readonly wasTested: boolean }) {
  const start = useStartTest();
  const test = useSignInTest(start.data);
  if (!useMay('connections:write')) return null;
  return (
    <div className="space-y-4">
      {start.error && <ErrorState error={start.error} />}
      {start.data && !test?.result ? (
        <Callout
          tone="info"
          title={words.opened}
          action={
            <a href={start.data.url} target="_blank" rel="noopener noreferrer" className={buttonClass('primary')}>
              {words.open}
            </a>
          }
        >
          {words.openedAbout}
        </Callout>
      ) : (
        <Button look={wasTested ? 'secondary' : 'primary'} isBusy={start.isPending} onClick={() => start.mutate()}>
          {wasTested ? words.again : words.start}
        </Button>
      )}
      <div aria-live="polite">{test?.result && <Arrived result={test.result} />}</div>
    </div>
  );
}

function Arrived({ result: { passed, reason, received, targets } }: { readonly result: SignInTestResult }) {
  const lacking = targets.filter(({ required, source }) => required && source === null);
  return (
    <div className="space-y-4">
      {reason !== null && <Callout tone={passed ? 'warning' : 'blocking'} title={reason} />}
      {lacking.map(({ target, tried }) => (
        <Callout key={target} tone="blocking" title={words.lacks(target)}>
          {words.tried(tried.join(', '))}
        </Callout>
      ))}
      <h3 className="font-medium">{words.received}</h3>
      <Table
        caption={words.received}
        columns={words.receivedColumns}
        rows={received.map(({ name, values }) => ({
          id: name,
          cells: [
            <code key="name" className="font-mono text-xs break-all">
              {name}
            </code>,
            values.join(', ') || words.nothing,
          ],
        }))}
      />
    </div>
  );
}
