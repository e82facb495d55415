import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import type { ConnectionId, ConnectionKeyPairId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateOwnKey, OwnKey, OwnKeys } from './own-key.dto.js';
import { OwnKeysService } from './own-keys.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/own-keys` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/own-keys', 'Single sign-on')
export class OwnKeysController {
  constructor(private readonly keys: OwnKeysService) {}

  @Get()
  @Operation({
    id: 'listOwnKeys',
    summary: 'List the keys with which this service signs and decrypts',
    description: 'Those that are current are made when they are asked for first.',
    needs: 'connections:read',
    answer: OwnKeys,
  })
  list(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.keys.list({ enterpriseId, connectionId });
  }

  @Post()
  @Operation({
    id: 'createOwnKey',
    summary: 'Make the next key',
    description:
      'It is published in the metadata beside the current one. Activate it when the identity provider has read it. What is encrypted for it is opened from now on.',
    needs: 'connections:write',
    status: 201,
    answer: OwnKey,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateOwnKey,
  ) {
    return this.keys.create(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':ownKeyId')
  @Operation({
    id: 'getOwnKey',
    summary: 'Read a key with which this service signs or decrypts',
    needs: 'connections:read',
    answer: OwnKey,
  })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('ownKeyId') id: ConnectionKeyPairId,
  ) {
    return this.keys.get({ enterpriseId, connectionId }, id);
  }

  @Post(':ownKeyId/activate')
  @Operation({
    id: 'activateOwnKey',
    summary: 'Use the next key from now on',
    description:
      'The current one is retired. An identity provider that checks signatures of requests must have the certificate of the next one by now.',
    needs: 'connections:write',
    answer: OwnKey,
  })
  activate(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('ownKeyId') id: ConnectionKeyPairId,
  ) {
    return this.keys.activate(caller, { enterpriseId, connectionId }, id);
  }

  @Delete(':ownKeyId')
  @Operation({
    id: 'retireOwnKey',
    summary: 'Delete a key that is next or retired',
    description: 'At once and for good: nothing that was encrypted for it is opened any more.',
    needs: 'connections:write',
    status: 204,
  })
  retire(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('ownKeyId') id: ConnectionKeyPairId,
  ) {
    return this.keys.retire(caller, { enterpriseId, connectionId }, id);
  }
}
