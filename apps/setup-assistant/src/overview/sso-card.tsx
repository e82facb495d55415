import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Connection } from '../api/connection.js';
import { buttonClass } from '../components/button.js';
import { Card } from '../components/card.js';
import { Facts } from '../components/facts.js';
import { Ago, formatDay } from '../components/moment.js';
import { StatusBadge } from '../components/status-badge.js';
import { texts } from '../texts/texts.js';
import { ssoStatusOf, ssoTones } from './connection-status.js';

const { sso: words } = texts.overview;

type Sso = NonNullable<Connection['sso']>;

/** How far single sign-on is, and the one thing to do next. */
export function SsoCard({ connection }: { readonly connection: Connection }) {
  const status = ssoStatusOf(connection);
  return (
    <Card
      title={words.title}
      aside={<StatusBadge tone={ssoTones[status]}>{words.states[status]}</StatusBadge>}
      footer={
        <Link
          to="/single-sign-on"
          search={status === 'passed' ? { step: 'settings' } : {}}
          className={buttonClass(status === 'passed' ? 'secondary' : 'primary')}
        >
          {words.actions[status]}
        </Link>
      }
    >
      <p className="text-quiet">{words.about}</p>
      {connection.sso && <Facts facts={factsOf(connection.sso)} />}
    </Card>
  );
}

function factsOf(sso: Sso): readonly (readonly [string, ReactNode])[] {
  const lastTest = [words.lastTest, sso.test ? <Ago key="test" at={sso.test.testedAt} /> : words.never] as const;
  const protocol = [words.protocol, words.protocols[sso.protocol]] as const;
  if (sso.protocol === 'oidc') return [protocol, [words.issuer, sso.issuer], lastTest];
  const certificate = sso.certificates.toSorted((a, b) => b.validTo.localeCompare(a.validTo)).at(0);
  return [
    protocol,
    [words.entityId, sso.entityId],
    [words.certificate, certificate ? words.expires(formatDay(certificate.validTo)) : ''],
    lastTest,
  ];
}
