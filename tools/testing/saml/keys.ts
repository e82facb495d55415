import { createPrivateKey } from 'node:crypto';
import { generate } from 'selfsigned';
import type { OwnKey } from '#libs/saml-sp';

/** A key pair with its certificate, in PEM. */
export interface TestKey {
  readonly private: string;
  readonly cert: string;
}

const [idp, nextIdp, attacker, own, nextOwn] = await Promise.all(
  ['idp', 'next-idp', 'attacker', 'own', 'next-own'].map(name =>
    generate([{ name: 'commonName', value: `${name}.example.com` }], { keySize: 2048, algorithm: 'sha256' }),
  ),
);
if (!idp || !nextIdp || !attacker || !own || !nextOwn) throw new Error('No keys.');

/** Made for this run. */
export const keys: Readonly<Record<'idp' | 'nextIdp' | 'attacker' | 'own' | 'nextOwn', TestKey>> = {
  idp,
  nextIdp,
  attacker,
  own,
  nextOwn,
};

export function toOwnKey(key: TestKey): OwnKey {
  return { privateKey: createPrivateKey(key.private), certificate: key.cert };
}
