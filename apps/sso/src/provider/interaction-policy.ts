import { interactionPolicy } from 'oidc-provider';
import { demandedEnterprise } from './home-realm.js';
import { readSubject } from './sign-in-subject.js';

const { Check, Prompt, base } = interactionPolicy;

/** When somebody has to sign in. Nobody is asked for consent: the applications are the vendor's own. */
export function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base();
  const { checks } = policy.get('login') ?? new Prompt({ name: 'login' });
  checks.add(
    new Check('session_ended', 'The session is over, or the account was suspended', 'login_required', ({ oidc }) =>
      Boolean(oidc.session?.accountId && !oidc.account),
    ),
  );
  checks.add(
    new Check('other_enterprise', 'The session is of another enterprise', 'login_required', ({ oidc }) => {
      const { enterprise, login_hint: loginHint } = oidc.params ?? {};
      const demanded = demandedEnterprise({ enterprise, loginHint });
      return Boolean(oidc.account && demanded !== undefined && oidc.account['enterpriseKey'] !== demanded);
    }),
  );
  // The one that is built in compares with what we keep in place of the subject.
  checks.remove('id_token_hint');
  checks.add(
    new Check('id_token_hint', 'id_token_hint and authenticated subject do not match', 'login_required', ({ oidc }) => {
      const hint = oidc.entities.IdTokenHint;
      return Boolean(hint && readSubject(oidc.session?.accountId)?.accountId !== hint.payload['sub']);
    }),
  );
  policy.remove('consent');
  // Whoever asks for it (with offline_access, OpenID Connect Core §11) gets it without a question.
  policy.add(new Prompt({ name: 'consent', requestable: true }));
  return policy;
}
