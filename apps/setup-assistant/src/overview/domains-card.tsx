import { Link } from '@tanstack/react-router';
import type { Domain } from '../api/domains.js';
import { buttonClass } from '../components/button.js';
import { Card } from '../components/card.js';
import { domainTones } from '../components/domain-tones.js';
import { Facts } from '../components/facts.js';
import { StatusBadge } from '../components/status-badge.js';
import { texts } from '../texts/texts.js';

const { domains: words } = texts;
const MOST = 4;

/** Which domains lead to the connection, and the one thing to do next. */
export function DomainsCard({ domains }: { readonly domains: readonly Domain[] }) {
  const verified = domains.filter(({ state }) => state === 'verified').length;
  const badge =
    domains.length === 0 ? (
      <StatusBadge tone="quiet">{words.none}</StatusBadge>
    ) : (
      <StatusBadge tone={verified === domains.length ? 'good' : 'warning'}>
        {words.count(verified, domains.length)}
      </StatusBadge>
    );
  return (
    <Card
      title={words.title}
      aside={badge}
      footer={
        <Link to="/domains" className={buttonClass()}>
          {domains.length === 0 ? words.add : words.action}
        </Link>
      }
    >
      <p className="text-quiet">{words.about}</p>
      {domains.length > 0 && (
        <Facts
          facts={domains.slice(0, MOST).map(({ id, name, state }) => [
            name,
            <StatusBadge key={id} tone={domainTones[state]}>
              {words.states[state]}
            </StatusBadge>,
          ])}
        />
      )}
    </Card>
  );
}
