import { useState } from 'react';
import { type Connection, useConnection, useProvisioningSettings, useWarnings } from '../api/connection.js';
import { useDomains } from '../api/domains.js';
import { useScimTokens } from '../api/tokens.js';
import { useMay } from '../api/use-session.js';
import { Button } from '../components/button.js';
import { Loaded } from '../components/loaded.js';
import { Page } from '../components/page.js';
import { StatusBadge, type StatusTone } from '../components/status-badge.js';
import { texts } from '../texts/texts.js';
import { DomainsCard } from './domains-card.js';
import { EnableDialog } from './enable-dialog.js';
import { ProvisioningCard } from './provisioning-card.js';
import { SsoCard } from './sso-card.js';
import { WarningList } from './warning-list.js';

const { overview } = texts;

const stateTones: Readonly<Record<string, StatusTone>> = { enabled: 'good', tested: 'warning', disabled: 'bad' };

/** Where a connection stands: what works, what is wrong, and what to do next. */
export function OverviewPage() {
  const connection = useConnection();
  const warnings = useWarnings();
  const domains = useDomains();
  const maySeeDomains = useMay('domains:read');
  const { data } = connection;
  return (
    <Page
      title={data?.name ?? overview.title}
      intro={overview.intro(overview.idps[data?.idpProfile ?? 'generic'])}
      actions={data && <State state={data.state} isBlocked={warnings.data?.health === 'blocked'} />}
    >
      <div className="grid gap-5 md:grid-cols-2">
        <Loaded query={connection} height="h-80">
          {loaded => <SsoCard connection={loaded} />}
        </Loaded>
        <ProvisioningOf connection={connection} />
        {maySeeDomains && (
          <Loaded query={domains} height="h-40">
            {({ items }) => <DomainsCard domains={items} />}
          </Loaded>
        )}
      </div>
      <WarningList warnings={warnings} isDraft={data?.sso === null} />
    </Page>
  );
}

function ProvisioningOf({ connection }: { readonly connection: ReturnType<typeof useConnection> }) {
  const settings = useProvisioningSettings();
  const tokens = useScimTokens();
  return (
    <Loaded query={settings} height="h-80">
      {loaded =>
        connection.data && (
          <ProvisioningCard connection={connection.data} settings={loaded} tokens={tokens.data?.items} />
        )
      }
    </Loaded>
  );
}

function State({ state, isBlocked }: { readonly state: Connection['state']; readonly isBlocked: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <StatusBadge tone={stateTones[state] ?? 'quiet'}>{overview.states[state]}</StatusBadge>
      {(state === 'tested' || state === 'disabled') && <Enable isBlocked={isBlocked} />}
    </div>
  );
}

function Enable({ isBlocked }: { readonly isBlocked: boolean }) {
  const [isOpen, setOpen] = useState(false);
  if (!useMay('connections:write')) return null;
  return (
    <>
      <Button look="primary" disabled={isBlocked} onClick={() => setOpen(true)}>
        {texts.enabling.action}
      </Button>
      <EnableDialog isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
