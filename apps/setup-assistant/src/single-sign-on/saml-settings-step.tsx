import { type ChangeEvent, useState } from 'react';
import { useImportMetadata, usePutSsoSettings } from '../api/changes.js';
import type { Schemas } from '../api/client.js';
import { Choice } from '../components/choice.js';
import { Facts } from '../components/facts.js';
import { formatDay } from '../components/moment.js';
import { TextField } from '../components/text-field.js';
import { texts } from '../texts/texts.js';
import { detailOf, httpsProblem, isFilled, pemProblem } from './field-problems.js';
import { readMetadata } from './read-metadata.js';
import { SettingsForm } from './settings-form.js';

const { settings: words } = texts.singleSignOn;

interface SamlSettingsStepProps {
  /** What is entered already. */
  readonly sso: Schemas['SamlSso'] | null;
  readonly onDone: () => void;
}

type Method = 'url' | 'document' | 'fields';

/** What is known of a SAML identity provider: its metadata, or each value by itself. */
export function SamlSettingsStep({ sso, onDone }: SamlSettingsStepProps) {
  const [method, setMethod] = useState<Method>('url');
  return (
    <>
      {sso && <Entered sso={sso} />}
      <Choice
        label={words.method}
        value={method}
        onValue={setMethod}
        options={[
          { value: 'url', title: words.url, about: words.urlAbout },
          { value: 'document', title: words.document, about: words.documentAbout },
          { value: 'fields', title: words.fields, about: words.fieldsAbout },
        ]}
      />
      {method === 'url' && <UrlForm onDone={onDone} />}
      {method === 'document' && <DocumentForm onDone={onDone} />}
      {method === 'fields' && <FieldsForm sso={sso} onDone={onDone} />}
    </>
  );
}

function Entered({ sso }: { readonly sso: Schemas['SamlSso'] }) {
  const until = sso.certificates.map(({ validTo }) => formatDay(validTo)).join(', ');
  return (
    <section aria-label={words.current}>
      <h3 className="mb-2 font-medium">{words.current}</h3>
      <Facts
        facts={[
          [words.entityId, sso.entityId],
          [words.signOnUrl, sso.signOnUrl],
          [texts.overview.sso.certificate, texts.overview.sso.expires(until)],
        ]}
      />
    </section>
  );
}

function UrlForm({ onDone }: { readonly onDone: () => void }) {
  const [url, setUrl] = useState('');
  const save = useImportMetadata(onDone);
  const problem = httpsProblem(url);
  return (
    <SettingsForm
      save={save}
      isReady={isFilled(url) && problem === undefined}
      pointers={['/url']}
      onSubmit={() => save.mutate({ url })}
    >
      <TextField
        label={words.url}
        value={url}
        onValue={setUrl}
        hint={words.urlHint}
        error={problem ?? detailOf(save.error, '/url')}
        placeholder="https://"
      />
    </SettingsForm>
  );
}

function DocumentForm({ onDone }: { readonly onDone: () => void }) {
  const [xml, setXml] = useState('');
  const save = useImportMetadata(onDone);
  const { hint, problem } = describe(xml);
  const enter = (text: string) => {
    save.reset();
    setXml(text);
  };
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (file) enter(await file.text());
  };
  return (
    <SettingsForm
      save={save}
      isReady={isFilled(xml.trim()) && problem === undefined}
      pointers={['/xml']}
      onSubmit={() => save.mutate({ xml })}
    >
      <label className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-3.5 py-1.5 font-medium focus-within:outline-2 focus-within:outline-accent hover:bg-raised">
        <input
          type="file"
          accept=".xml,text/xml,application/xml"
          className="sr-only"
          onChange={event => void read(event)}
        />
        {words.file}
      </label>
      <TextField
        label={words.xml}
        value={xml}
        onValue={enter}
        rows={8}
        hint={hint}
        error={problem ?? detailOf(save.error, '/xml')}
      />
    </SettingsForm>
  );
}

/** What is said of a document as it is typed. */
function describe(xml: string): { readonly hint?: string; readonly problem?: string } {
  if (xml.trim() === '') return { hint: words.xmlHint };
  const reading = readMetadata(xml);
  return 'problem' in reading ? { problem: words.problems[reading.problem] } : { hint: words.found(reading.entityId) };
}

function FieldsForm({ sso, onDone }: SamlSettingsStepProps) {
  const [entityId, setEntityId] = useState(sso?.entityId ?? '');
  const [signOnUrl, setSignOnUrl] = useState(sso?.signOnUrl ?? '');
  const [certificate, setCertificate] = useState('');
  const save = usePutSsoSettings(onDone);
  const typed = { signOnUrl: httpsProblem(signOnUrl), certificate: pemProblem(certificate) };
  const isRight = typed.signOnUrl === undefined && typed.certificate === undefined;
  return (
    <SettingsForm
      save={save}
      isReady={isRight && isFilled(entityId, signOnUrl, certificate)}
      pointers={['/entityId', '/signOnUrl', '/certificates', '/certificates/0']}
      onSubmit={() => save.mutate({ protocol: 'saml', entityId, signOnUrl, certificates: [certificate] })}
    >
      <TextField
        label={words.entityId}
        value={entityId}
        onValue={setEntityId}
        error={detailOf(save.error, '/entityId')}
      />
      <TextField
        label={words.signOnUrl}
        value={signOnUrl}
        onValue={setSignOnUrl}
        error={typed.signOnUrl ?? detailOf(save.error, '/signOnUrl')}
      />
      <TextField
        label={words.certificate}
        value={certificate}
        onValue={setCertificate}
        rows={6}
        hint={words.certificateHint}
        error={typed.certificate ?? detailOf(save.error, '/certificates', '/certificates/0')}
      />
    </SettingsForm>
  );
}
