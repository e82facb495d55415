import { Body, Param, Post } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { Connection } from './connection-answer.dto.js';
import { SsoMetadataService } from './sso-metadata.service.js';
import { AcceptedMetadata, SsoMetadata } from './sso-settings.dto.js';

const EFFECT =
  'The connection becomes configured, and a sign-in test that was made before counts no more. Of an enabled connection it becomes the pending revision, which goes live when a sign-in test of it has passed.';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-metadata` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/sso-metadata', 'Single sign-on')
export class SsoMetadataController {
  constructor(private readonly metadata: SsoMetadataService) {}

  @Post()
  @Operation({
    id: 'importSsoMetadata',
    summary: 'Set single sign-on from the metadata of a SAML 2.0 identity provider',
    description: EFFECT,
    needs: 'connections:write',
    answer: Connection,
  })
  import(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: SsoMetadata,
  ) {
    return this.metadata.import(caller, { enterpriseId, connectionId }, body);
  }

  @Post('accept')
  @Operation({
    id: 'acceptSsoMetadata',
    summary: 'Take over what METADATA_CHANGED warns of',
    description: `The metadata is read again and must still be what was looked at. ${EFFECT}`,
    needs: 'connections:write',
    answer: Connection,
  })
  accept(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: AcceptedMetadata,
  ) {
    return this.metadata.accept(caller, { enterpriseId, connectionId }, body);
  }
}
