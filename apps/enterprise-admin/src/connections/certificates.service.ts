import { Injectable } from '@nestjs/common';
import { editedRevision } from '#libs/connection-lifecycle';
import { maxCertificates } from '#libs/idp-metadata';
import {
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type Repositories,
  type SamlSettings,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions, type RecordHappening } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { requireConnection } from '../http/require-connection.js';
import { type CertificateAtMoment, type CertificateId, certificatesAt } from './certificate-facts.js';
import type { AddCertificate, ConnectionCertificate, ConnectionCertificates } from './certificate.dto.js';
import { configureSso } from './configure-sso.js';
import { lockedConnection } from './locked-connection.js';

/** The certificates that the identity provider of a connection signs with; several while one replaces another. */
@Injectable()
export class CertificatesService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(key: ConnectionKey): Promise<ConnectionCertificates> {
    return { items: certificatesOf(await requireConnection(this.database.repositories, key)) };
  }

  async get(key: ConnectionKey, id: CertificateId): Promise<ConnectionCertificate> {
    return found(certificatesOf(await requireConnection(this.database.repositories, key)), id);
  }

  /** Adds one; one that is there already stays as it is. */
  add(caller: Caller, key: ConnectionKey, { certificate }: AddCertificate): Promise<ConnectionCertificate> {
    return this.transactions.create(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const settings = samlSettings(row);
      const [added] = certificatesAt([certificate], new Date());
      if (!added) throw new Error('A certificate that was read cannot be read.');
      const known = certificatesOf(row).find(({ id }) => id === added.id);
      if (known) return known;
      if (settings.certificates.length >= maxCertificates) throw AdminProblem.tooManyCertificates(maxCertificates);
      const certificates = [...settings.certificates, certificate];
      await record(key.enterpriseId, {
        action: 'certificate.added',
        target: { type: 'certificate', id: added.id },
        after: recordable(key, added),
      });
      return found(
        certificatesOf(await configureSso(repositories, row, { ...settings, certificates }, record)),
        added.id,
      );
    });
  }

  /** Removes one that is not used any more; a valid one must remain. */
  async remove(caller: Caller, key: ConnectionKey, id: CertificateId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const removed = found(certificatesOf(row), id);
      await this.configureWithout(repositories, row, removed, record);
      await record(key.enterpriseId, {
        action: 'certificate.removed',
        target: { type: 'certificate', id },
        before: recordable(key, removed),
      });
    });
  }

  private async configureWithout(
    repositories: Repositories,
    row: ConnectionRow,
    { id: removedId }: CertificateAtMoment,
    record: RecordHappening,
  ): Promise<void> {
    const settings = samlSettings(row);
    const now = new Date();
    const certificates = settings.certificates.filter(pem =>
      certificatesAt([pem], now).every(({ id }) => id !== removedId),
    );
    await configureSso(repositories, row, { ...settings, certificates }, record);
  }
}

/** Those of the settings that are edited: of the pending revision, when there is one. */
function certificatesOf(row: ConnectionRow): readonly ConnectionCertificate[] {
  const edited = editedRevision(row)?.settings;
  const live = row.sso_settings?.protocol === 'saml' ? certificatesAt(row.sso_settings.certificates, new Date()) : [];
  const liveIds = new Set(live.map(({ id }) => id));
  const certificates = edited?.protocol === 'saml' ? certificatesAt(edited.certificates, new Date()) : [];
  return certificates.map(certificate => ({ ...certificate, isLive: liveIds.has(certificate.id) }));
}

function samlSettings(row: ConnectionRow): SamlSettings {
  const settings = editedRevision(row)?.settings;
  if (settings?.protocol !== 'saml') throw AdminProblem.notSaml();
  return settings;
}

function found(certificates: readonly ConnectionCertificate[], id: string): ConnectionCertificate {
  const certificate = certificates.find(candidate => candidate.id === id);
  if (!certificate) throw AdminProblem.notFound();
  return certificate;
}

function recordable(
  { connectionId }: ConnectionKey,
  { subject, validFrom, validTo, fingerprint }: CertificateAtMoment,
) {
  return { connectionId, subject, validFrom, validTo, fingerprint };
}
