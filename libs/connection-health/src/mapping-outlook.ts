import {
  type ConnectionUse,
  changesFor,
  differenceOf,
  instructionFor,
  isBlocking,
  mapAttributes,
  protocols,
} from '#libs/attribute-mapping';
import { idpProfile } from '#libs/idp-profiles';
import type { ConnectionFacts } from './connection-facts.js';
import { receivedInTest } from './received-in-test.js';

/** One change of the attribute mapping, as an administrator reads it. */
export interface DescribedChange {
  readonly text: string;
  /** What to change at the identity provider; null when there is nothing to do. */
  readonly instruction: string | null;
  /** Whether people are refused, or lose a value, unless that is done. */
  readonly isBlocking: boolean;
}

/** What the mapping that was published last would change for a connection. */
export interface MappingOutlook {
  readonly isOutdated: boolean;
  readonly isBlocking: boolean;
  readonly changes: readonly DescribedChange[];
}

/** Gives what the mapping that was published last would change for a connection that has not accepted it. */
export function mappingOutlook(facts: Pick<ConnectionFacts, 'connection' | 'accepted' | 'latest'>): MappingOutlook {
  const { accepted, latest } = facts;
  const use = useOf(facts);
  const difference = differenceOf(accepted.mapping, latest.mapping);
  const changes = changesFor(use, difference).map(change => ({
    text: change.text,
    instruction: instructionsFor(use, protocol => instructionFor(change, latest.mapping, protocol, use.idpProfile)),
    isBlocking: isBlocking([change], use),
  }));
  return {
    isOutdated: accepted.version < latest.version,
    isBlocking: accepted.version < latest.version && isBlocking(difference, use),
    changes,
  };
}

function instructionsFor(
  use: ConnectionUse,
  read: (protocol: ConnectionUse['protocols'][number]) => string | undefined,
): string | null {
  const instructions = use.protocols.flatMap(protocol => read(protocol) ?? []);
  return instructions.length > 0 ? instructions.join(' ') : null;
}

/** The protocols of a connection, and what its last sign-in test tells of the sources that fill its accounts. */
function useOf({ connection, accepted }: Pick<ConnectionFacts, 'connection' | 'accepted'>): ConnectionUse {
  const { id } = idpProfile(connection.idp_profile);
  const { sso_settings: settings, sso_test: test } = connection;
  if (!settings) return { idpProfile: id, protocols };
  const received = test ? receivedInTest(test) : undefined;
  return {
    idpProfile: id,
    protocols: [settings.protocol, 'scim'],
    ...(received !== undefined && {
      used: { [settings.protocol]: mapAttributes(accepted.mapping, settings.protocol, id, received).used },
    }),
  };
}
