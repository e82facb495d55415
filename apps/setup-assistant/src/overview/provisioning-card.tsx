import { Link } from '@tanstack/react-router';
import type { Connection, ProvisioningSettings } from '../api/connection.js';
import type { ScimToken } from '../api/tokens.js';
import { buttonClass } from '../components/button.js';
import { Card } from '../components/card.js';
import { Facts } from '../components/facts.js';
import { Ago } from '../components/moment.js';
import { StatusBadge } from '../components/status-badge.js';
import { texts } from '../texts/texts.js';
import { type ProvisioningStatus, provisioningStatusOf, provisioningTones } from './connection-status.js';

const { provisioning: words } = texts.overview;

interface ProvisioningCardProps {
  readonly connection: Connection;
  readonly settings: ProvisioningSettings;
  /** Undefined where they may not be seen. */
  readonly tokens: readonly ScimToken[] | undefined;
}

/** How far provisioning is, and the one thing to do next. */
export function ProvisioningCard({ connection, settings, tokens }: ProvisioningCardProps) {
  const status = provisioningStatusOf(connection, settings, tokens);
  const lastUse = (tokens ?? [])
    .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    .toSorted()
    .at(-1);
  return (
    <Card
      title={words.title}
      aside={<StatusBadge tone={provisioningTones[status]}>{words.states[status]}</StatusBadge>}
      footer={
        <Link to="/provisioning" className={buttonClass(isNext(status) ? 'primary' : 'secondary')}>
          {words.actions[status]}
        </Link>
      }
    >
      <p className="text-quiet">{words.about}</p>
      {connection.sso && (
        <Facts
          facts={[
            [words.mode, words.modes[settings.mode]],
            [words.baseUrl, settings.scimBaseUrl],
            [words.lastRequest, lastUse === undefined ? words.none : <Ago key="use" at={lastUse} />],
          ]}
        />
      )}
    </Card>
  );
}

/** Whether it is provisioning's turn. */
function isNext(status: ProvisioningStatus): boolean {
  return status === 'absent' || status === 'waiting';
}
