import { Link } from '@tanstack/react-router';
import type { Connection } from '../api/connection.js';
import { buttonClass } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { Facts } from '../components/facts.js';
import { Ago } from '../components/moment.js';
import { texts } from '../texts/texts.js';
import { LiveTest } from './live-test.js';

const { test: words, attributes } = texts.singleSignOn;

type Sso = NonNullable<Connection['sso']>;
type Test = NonNullable<Sso['test']>;

/** The last sign-in that came back, and what of it is not as it must be. */
export function TestStep({ sso }: { readonly sso: Connection['sso'] }) {
  if (!sso) {
    return (
      <Callout
        tone="info"
        title={words.early}
        action={
          <Link to="/single-sign-on" search={{ step: 'settings' }} className={buttonClass()}>
            {words.toSettings}
          </Link>
        }
      >
        {words.earlyAbout}
      </Callout>
    );
  }
  return (
    <>
      <p>{words.about}</p>
      <LiveTest wasTested={sso.test !== null} />
      <div aria-live="polite" className="space-y-4">
        {sso.test ? (
          <Result test={sso.test} />
        ) : (
          <Callout tone="info" title={words.notYet}>
            {words.notYetAbout}
          </Callout>
        )}
      </div>
    </>
  );
}

function Result({ test }: { readonly test: Test }) {
  return (
    <>
      <Verdict test={test} />
      <Facts facts={[[words.at, <Ago key="at" at={test.testedAt} />]]} />
      {test.account && <Account account={test.account} />}
      {test.isCurrent && test.passed && (
        <Link to="/connection" className={buttonClass('primary')}>
          {words.finish}
        </Link>
      )}
    </>
  );
}

function Verdict({ test }: { readonly test: Test }) {
  if (!test.isCurrent) {
    return (
      <Callout tone="warning" title={words.stale}>
        {words.staleAbout}
      </Callout>
    );
  }
  if (test.passed) return <Callout tone="good" title={words.passed} />;
  return (
    <Callout tone="blocking" title={words.lacking}>
      {words.missing(test.missing.join(', '))}
    </Callout>
  );
}

function Account({ account: { login, name, email, groups } }: { readonly account: NonNullable<Test['account']> }) {
  return (
    <section aria-label={words.account}>
      <h3 className="mb-2 font-medium">{words.account}</h3>
      <Facts
        facts={[
          [attributes.targets.login, login ?? words.nothing],
          [attributes.targets.name, name ?? words.nothing],
          [attributes.targets.email, email ?? words.nothing],
          [attributes.targets.groups, groups.join(', ') || words.nothing],
        ]}
      />
    </section>
  );
}
