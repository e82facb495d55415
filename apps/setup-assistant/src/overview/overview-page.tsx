import { useConnection, useProvisioningSettings, useWarnings } from '../api/connection.js';
import { useScimTokens } from '../api/scim-tokens.js';
import { Loaded } from '../components/loaded.js';
import { Page } from '../components/page.js';
import { StatusBadge, type StatusTone } from '../components/status-badge.js';
import { texts } from '../texts/texts.js';
import { ProvisioningCard } from './provisioning-card.js';
import { SsoCard } from './sso-card.js';
import { WarningList } from './warning-list.js';

const { overview } = texts;

const stateTones: Readonly<Record<string, StatusTone>> = { enabled: 'good', tested: 'warning', disabled: 'bad' };

/** Where a connection stands: what works, what is wrong, and what to do next. */
export function OverviewPage() {
  const connection = useConnection();
  const { data } = connection;
  return (
    <Page
      title={data?.name ?? overview.title}
      intro={overview.intro(overview.idps[data?.idpProfile ?? 'generic'])}
      actions={
        data && <StatusBadge tone={stateTones[data.state] ?? 'quiet'}>{overview.states[data.state]}</StatusBadge>
      }
    >
      <WarningList warnings={useWarnings()} />
      <div className="grid gap-5 md:grid-cols-2">
        <Loaded query={connection} height="h-80">
          {loaded => <SsoCard connection={loaded} />}
        </Loaded>
        <ProvisioningOf connection={connection} />
      </div>
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
