import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiBody, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { Connection } from './connection-answer.dto.js';
import { PendingRevisionAnswer } from './sso-answer.dto.js';
import { OidcSettingsInput, SamlSettingsInput, type SsoSettingsInput } from './sso-settings.dto.js';
import { SsoSettingsPipe } from './sso-settings.pipe.js';
import { SsoSettingsService } from './sso-settings.service.js';
import { SsoTestResult } from './sso-test.dto.js';

const saml = getSchemaPath(SamlSettingsInput);
const oidc = getSchemaPath(OidcSettingsInput);
const EFFECT =
  'The connection becomes configured, and a sign-in test that was made before counts no more. Of an enabled connection it becomes the pending revision, which goes live when a sign-in test of it has passed.';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-…` and its `pending-revision` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Single sign-on')
@ApiExtraModels(SamlSettingsInput, OidcSettingsInput)
export class SsoSettingsController {
  constructor(private readonly sso: SsoSettingsService) {}

  @Put('sso-settings')
  @ApiBody({
    schema: {
      oneOf: [{ $ref: saml }, { $ref: oidc }],
      discriminator: { propertyName: 'protocol', mapping: { saml, oidc } },
    },
  })
  @Operation({
    id: 'putSsoSettings',
    summary: 'Set how the identity provider signs people in',
    description: EFFECT,
    needs: 'connections:write',
    answer: Connection,
  })
  configure(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body(SsoSettingsPipe) body: SsoSettingsInput,
  ) {
    return this.sso.configure(caller, { enterpriseId, connectionId }, body);
  }

  @Post('sso-test-results')
  @Operation({
    id: 'recordSsoTestResult',
    summary: 'Record a sign-in test that came back',
    description:
      'The connection becomes tested when everything that is required arrived. A pending revision that was tested so goes live.',
    needs: 'sso-tests:write',
    answer: Connection,
  })
  recordTest(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: SsoTestResult,
  ) {
    return this.sso.recordTest(caller, { enterpriseId, connectionId }, body);
  }

  @Get('pending-revision')
  @Operation({
    id: 'getPendingRevision',
    summary: 'Read the settings that wait for a sign-in test',
    needs: 'connections:read',
    answer: PendingRevisionAnswer,
  })
  getRevision(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.sso.getRevision(caller, { enterpriseId, connectionId });
  }

  @Delete('pending-revision')
  @Operation({
    id: 'discardPendingRevision',
    summary: 'Give the pending settings up',
    needs: 'connections:write',
    status: 204,
  })
  discardRevision(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.sso.discardRevision(caller, { enterpriseId, connectionId });
  }
}
