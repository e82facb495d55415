import { Injectable } from '@nestjs/common';
import { samlOptionsOf } from '#libs/connection-health';
import { editedRevision } from '#libs/connection-lifecycle';
import {
  digestOfMetadata,
  fetchIdpMetadata,
  IdpMetadataRefused,
  readIdpMetadata,
  settingsFromMetadata,
} from '#libs/idp-metadata';
import { type ConnectionKey, type ConnectionRow, Database } from '#libs/persistence';
import { SafeFetch } from '#libs/safe-fetch';
import type { IdpMetadata } from '#libs/saml-metadata';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { MetadataProblem } from '../http/metadata-problem.js';
import { requireConnection } from '../http/require-connection.js';
import { configureSso } from './configure-sso.js';
import type { Connection } from './connection-answer.dto.js';
import { ConnectionAnswers } from './connection-answers.js';
import { lockedConnection } from './locked-connection.js';
import type { AcceptedMetadata, SsoMetadata } from './sso-settings.dto.js';

/** Metadata as it was read, and from where it is to be read again. */
interface ReadMetadata {
  readonly metadata: IdpMetadata;
  readonly metadataUrl: string | null;
}

/** Single sign-on from what an identity provider says of itself. */
@Injectable()
export class SsoMetadataService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly answers: ConnectionAnswers,
    private readonly safeFetch: SafeFetch,
  ) {}

  /** Sets single sign-on from metadata that is handed over, or that is at a URL. */
  async import(caller: Caller, key: ConnectionKey, body: SsoMetadata): Promise<Connection> {
    // Nothing is fetched for somebody whose connection it is not.
    await requireConnection(this.database.repositories, key);
    return this.apply(caller, key, await this.read(body));
  }

  /** Takes over what is at the URL of the connection now, if that is what the caller has looked at. */
  async accept(caller: Caller, key: ConnectionKey, { digest }: AcceptedMetadata): Promise<Connection> {
    const row = await requireConnection(this.database.repositories, key);
    const metadataUrl = metadataUrlOf(row);
    if (metadataUrl === null) throw MetadataProblem.noUrl();
    const metadata = await this.fetch(metadataUrl, '/digest');
    const made = settingsFromMetadata(metadata, { before: editedRevision(row)?.settings, metadataUrl });
    if (digestOfMetadata(made) !== digest) throw MetadataProblem.changed();
    return this.apply(caller, key, { metadata, metadataUrl });
  }

  private apply(caller: Caller, key: ConnectionKey, { metadata, metadataUrl }: ReadMetadata): Promise<Connection> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const settings = settingsFromMetadata(metadata, { before: editedRevision(row)?.settings, metadataUrl });
      const { entityId, signOnUrl, certificates } = settings;
      await record(key.enterpriseId, {
        action: 'connection.metadata_imported',
        target: { type: 'connection', id: row.id },
        after: {
          entityId,
          signOnUrl,
          certificates: certificates.length,
          validUntil: metadata.validUntil,
          metadataUrl,
        },
      });
      const configured = await configureSso(repositories, row, settings, record);
      for (const code of ['METADATA_CHANGED', 'METADATA_UNREACHABLE'])
        await repositories.raisedWarnings.clear(key, code);
      return this.answers.answer(repositories, caller, configured);
    });
  }

  private async read({ xml, url }: SsoMetadata): Promise<ReadMetadata> {
    const given = xml ?? undefined;
    if (typeof url === 'string' && given === undefined)
      return { metadata: await this.fetch(url, '/url'), metadataUrl: url };
    if (given === undefined || typeof url === 'string')
      throw AdminProblem.invalidRequest([
        { pointer: '/xml', detail: 'Send the document as xml, or its url: one of them.' },
      ]);
    return { metadata: await saying('/xml', () => readIdpMetadata(given, new Date())), metadataUrl: null };
  }

  private fetch(url: string, pointer: string): Promise<IdpMetadata> {
    return saying(pointer, () => fetchIdpMetadata(this.safeFetch, url));
  }
}

function metadataUrlOf(row: ConnectionRow): string | null {
  const settings = editedRevision(row)?.settings;
  return settings?.protocol === 'saml' ? samlOptionsOf(settings).metadataUrl : null;
}

async function saying(pointer: string, read: () => IdpMetadata | Promise<IdpMetadata>): Promise<IdpMetadata> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof IdpMetadataRefused)) throw error;
    throw AdminProblem.invalidRequest([{ pointer, detail: error.message }]);
  }
}
