import { CertificatesController } from './certificates.controller.js';
import { CertificatesService } from './certificates.service.js';
import { ConnectionAnswers } from './connection-answers.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { OidcDiscovery } from './oidc-discovery.js';
import { OidcSettingsMaker } from './oidc-settings-maker.js';
import { OwnKeysController } from './own-keys.controller.js';
import { OwnKeysService } from './own-keys.service.js';
import { SsoMetadataController } from './sso-metadata.controller.js';
import { SsoMetadataService } from './sso-metadata.service.js';
import { SsoSettingsController } from './sso-settings.controller.js';
import { SsoSettingsService } from './sso-settings.service.js';

/** What answers below an enterprise's `/connections`: settings of single sign-on, certificates and keys. */
export const connectionControllers = [
  ConnectionsController,
  SsoSettingsController,
  SsoMetadataController,
  CertificatesController,
  OwnKeysController,
] as const;

/** What does it. */
export const connectionServices = [
  ConnectionAnswers,
  ConnectionsService,
  OidcDiscovery,
  OidcSettingsMaker,
  SsoSettingsService,
  SsoMetadataService,
  CertificatesService,
  OwnKeysService,
] as const;
