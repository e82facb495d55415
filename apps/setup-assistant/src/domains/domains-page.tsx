import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../api/api-problem.js';
import { type Domain, useAddDomain, useDomains, useVerifyDomain } from '../api/domains.js';
import { useMay } from '../api/use-session.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { CopyField } from '../components/copy-field.js';
import { domainTones } from '../components/domain-tones.js';
import { EmptyState } from '../components/empty-state.js';
import { ErrorState } from '../components/error-state.js';
import { Loaded } from '../components/loaded.js';
import { Page } from '../components/page.js';
import { StatusBadge } from '../components/status-badge.js';
import { TextField } from '../components/text-field.js';
import { texts } from '../texts/texts.js';

const { domains: words } = texts;

/** The domains whose people are led to the connection, and how each is shown to be the enterprise's. */
export function DomainsPage() {
  const domains = useDomains();
  const mayWrite = useMay('domains:write');
  return (
    <Page title={words.title} intro={words.intro}>
      {mayWrite && <AddDomain />}
      <Loaded query={domains} height="h-40">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={words.none}>{words.noneAbout}</EmptyState>
          ) : (
            <ul className="space-y-4">
              {items.map(domain => (
                <li key={domain.id}>
                  <DomainCard domain={domain} mayVerify={mayWrite} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function AddDomain() {
  const [name, setName] = useState('');
  const add = useAddDomain(() => setName(''));
  const detail = add.error instanceof ApiProblem ? add.error.detailOf('/name') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== '' && !add.isPending) add.mutate(name);
  };
  return (
    <form onSubmit={submit} className="max-w-md space-y-3" noValidate>
      <TextField label={words.name} value={name} onValue={setName} placeholder="example.com" error={detail} />
      {add.error && detail === undefined && <ErrorState error={add.error} />}
      <Button type="submit" isBusy={add.isPending} disabled={name === ''}>
        {words.add}
      </Button>
    </form>
  );
}

function DomainCard({ domain, mayVerify }: { readonly domain: Domain; readonly mayVerify: boolean }) {
  const verify = useVerifyDomain();
  const { name, state, record, outcome } = domain;
  return (
    <Card title={name} aside={<StatusBadge tone={domainTones[state]}>{words.states[state]}</StatusBadge>}>
      {state !== 'verified' && (
        <>
          <p>{words.record}</p>
          <CopyField label={words.recordName} value={record.name} />
          <CopyField label={words.recordValue} value={record.value} />
        </>
      )}
      <p aria-live="polite" className="text-quiet empty:hidden">
        {outcome !== null && words.outcomes[outcome]}
      </p>
      {verify.error && <ErrorState error={verify.error} />}
      {mayVerify && state !== 'verified' && (
        <Button isBusy={verify.isPending} onClick={() => verify.mutate(domain.id)}>
          {words.verify}
        </Button>
      )}
    </Card>
  );
}
