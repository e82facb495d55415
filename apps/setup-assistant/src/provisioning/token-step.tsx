import { Link } from '@tanstack/react-router';
import { type NewScimToken, type ScimToken, useMakeToken } from '../api/tokens.js';
import { useMay } from '../api/use-session.js';
import { Button, buttonClass } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { CopyField } from '../components/copy-field.js';
import { ErrorState } from '../components/error-state.js';
import { formatDay } from '../components/moment.js';
import { texts } from '../texts/texts.js';

const { token: words } = texts.provisioning;

interface TokenStepProps {
  readonly mode: keyof typeof words.modes;
  /** The one whose secret is known here. */
  readonly made: NewScimToken | undefined;
  /** Those that are accepted. */
  readonly live: readonly ScimToken[];
}

/** Makes the token with which the identity provider calls, and shows it once. */
export function TokenStep({ mode, made, live }: TokenStepProps) {
  const make = useMakeToken();
  const mayWrite = useMay('scim-tokens:write');
  const replaced = live.find(({ status }) => status === 'active');
  return (
    <>
      <p>{words.about}</p>
      <Callout tone="info" title={`${words.mode}: ${texts.overview.provisioning.modes[mode]}`}>
        {words.modes[mode]}
      </Callout>
      {made && (
        <>
          <CopyField label={words.label} value={made.secret} hint={words.expires(formatDay(made.expiresAt))} />
          <Callout tone="warning">{words.once}</Callout>
        </>
      )}
      {!made && replaced && (
        <Callout tone="info" title={words.existing(replaced.prefix)}>
          {words.existingAbout}
        </Callout>
      )}
      {make.error && <ErrorState error={make.error} />}
      {!made && mayWrite && (
        <Button look={replaced ? 'secondary' : 'primary'} isBusy={make.isPending} onClick={() => make.mutate(replaced)}>
          {replaced ? words.replace : words.generate}
        </Button>
      )}
    </>
  );
}

interface TokenInGuideProps {
  /** As the console calls it. */
  readonly label: string;
  readonly token: NewScimToken | undefined;
}

/** The token among the values to copy; where its secret is not known, the way to one. */
export function TokenInGuide({ label, token }: TokenInGuideProps) {
  if (token) return <CopyField label={label} value={token.secret} />;
  return (
    <>
      <p className="font-medium">{label}</p>
      <p className="mt-1 text-quiet">{words.hidden}</p>
      <Link to="/provisioning" search={{ step: 'token' }} className={`${buttonClass()} mt-2`}>
        {words.toToken}
      </Link>
    </>
  );
}
