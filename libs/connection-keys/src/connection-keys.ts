import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  type ConnectionKey,
  type ConnectionKeyPairId,
  type ConnectionKeyPairRow,
  type ConnectionKeyUse,
  connectionKeyUses,
  type Database,
  type Repositories,
} from '#libs/persistence';
import type { SecretBox } from '#libs/tokens';
import { OPENS_AFTER_RETIREMENT_MS } from './key-life.js';
import { makeKeyPair, type MadeKeyPair, sealedFor } from './make-key-pair.js';

/** A key pair of a connection that can be used. */
export interface OpenedKeyPair {
  readonly id: ConnectionKeyPairId;
  readonly privateKey: KeyObject;
  /** PEM */
  readonly certificate: string;
}

/** The keys of one use: `current` is used, `next` is published beside it, `previous` opens for some days what was meant for it. */
export interface ConnectionKeyRing {
  readonly current: OpenedKeyPair;
  readonly next?: OpenedKeyPair;
  readonly previous: readonly OpenedKeyPair[];
}

/** The keys of a connection by their use. */
type KeyRings = Readonly<Record<ConnectionKeyUse, ConnectionKeyRing>>;

const REMEMBERED_MS = 10_000;
/** Of so many keys the opened form is kept in memory. */
const MAX_OPENED = 5000;

/** The own keys of connections. They are made when they are asked for first. */
export class ConnectionKeys {
  private readonly opened = new Map<ConnectionKeyPairId, Promise<OpenedKeyPair>>();
  private readonly remembered = new Map<string, { readonly rings: Promise<KeyRings>; readonly until: number }>();

  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
  ) {}

  /** The keys of a connection as they are stored; there is a current one for each use. */
  async list(connection: ConnectionKey): Promise<readonly ConnectionKeyPairRow[]> {
    const rows = await this.database.repositories.connectionKeyPairs.list(connection);
    const missing = connectionKeyUses.filter(use => !rows.some(row => this.isCurrent(row, use)));
    return missing.length > 0 ? this.make(connection, missing) : rows;
  }

  /** The keys of each use, opened. They may be those of some seconds ago: whatever takes the place of another was there before. */
  of(connection: ConnectionKey): Promise<KeyRings> {
    const id = `${connection.enterpriseId} ${connection.connectionId}`;
    const known = this.remembered.get(id);
    if (known && known.until > Date.now()) return known.rings;
    const rings = this.load(connection);
    if (this.remembered.size >= MAX_OPENED) this.remembered.clear();
    this.remembered.set(id, { rings, until: Date.now() + REMEMBERED_MS });
    rings.catch(() => this.remembered.delete(id));
    return rings;
  }

  private async load(connection: ConnectionKey): Promise<KeyRings> {
    const rows = await this.list(connection);
    const [signing, encryption] = await Promise.all([this.ring(rows, 'signing'), this.ring(rows, 'encryption')]);
    return { signing, encryption };
  }

  private async ring(rows: readonly ConnectionKeyPairRow[], use: ConnectionKeyUse): Promise<ConnectionKeyRing> {
    const usable = rows.filter(row => row.use === use && this.secretBox.holdsKeyOf(row.sealed_private_key));
    const open = (state: ConnectionKeyPairRow['state']) =>
      Promise.all(usable.filter(row => row.state === state && isOpening(row)).map(row => this.open(row)));
    const [[current], [next], previous] = await Promise.all([open('current'), open('next'), open('retired')]);
    if (!current) throw new Error(`A connection has no current key for ${use}.`);
    return { current, previous, ...(next && { next }) };
  }

  /** Of processes that find none at once, one makes the key. */
  private async make(
    connection: ConnectionKey,
    uses: readonly ConnectionKeyUse[],
  ): Promise<readonly ConnectionKeyPairRow[]> {
    // It takes a while, so it is done before anything is locked.
    const made = await Promise.all(
      uses.map(use => makeKeyPair(this.secretBox, connection, { use, state: 'current' } as const)),
    );
    return this.database.transaction(async repositories => {
      await repositories.connections.findForUpdate(connection);
      const rows = await repositories.connectionKeyPairs.list(connection);
      for (const pair of made)
        if (!rows.some(row => this.isCurrent(row, pair.use))) await put(repositories, connection, { rows, pair });
      return repositories.connectionKeyPairs.list(connection);
    });
  }

  private isCurrent(row: ConnectionKeyPairRow, use: ConnectionKeyUse): boolean {
    return row.use === use && row.state === 'current' && this.secretBox.holdsKeyOf(row.sealed_private_key);
  }

  private open(row: ConnectionKeyPairRow): Promise<OpenedKeyPair> {
    const known = this.opened.get(row.id);
    if (known) return known;
    const opened = this.read(row);
    opened.catch(() => this.opened.delete(row.id));
    if (this.opened.size >= MAX_OPENED) this.opened.clear();
    this.opened.set(row.id, opened);
    return opened;
  }

  private async read({ id, certificate, sealed_private_key: sealed }: ConnectionKeyPairRow): Promise<OpenedKeyPair> {
    const pkcs8 = await this.secretBox.open(sealed, sealedFor(id));
    const key = Buffer.from(pkcs8.reveal(), 'base64');
    return { id, certificate, privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) };
  }
}

function isOpening({ retired_at: retiredAt }: ConnectionKeyPairRow): boolean {
  return !retiredAt || Date.parse(retiredAt) > Date.now() - OPENS_AFTER_RETIREMENT_MS;
}

/** One that was there and cannot be opened any more was sealed with a key of secrets that is gone. */
async function put(
  { connectionKeyPairs }: Pick<Repositories, 'connectionKeyPairs'>,
  connection: ConnectionKey,
  { rows, pair }: { readonly rows: readonly ConnectionKeyPairRow[]; readonly pair: MadeKeyPair<'current'> },
): Promise<void> {
  const lost = rows.filter(row => row.use === pair.use && row.state === 'current');
  for (const { id } of lost) await connectionKeyPairs.retire(connection, id);
  await connectionKeyPairs.insert(connection, pair);
}
