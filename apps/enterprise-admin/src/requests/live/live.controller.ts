import { Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../../http/admin-controller.decorator.js';
import type { AdminPrincipal } from '../../http/caller.js';
import { Operation } from '../../http/operation.decorator.js';
import { LiveConnection, LiveEnd, LiveRequest, LiveSignIn } from './live.dto.js';
import { LiveStreamsService } from './live-streams.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/live` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Request log')
export class LiveController {
  constructor(private readonly streams: LiveStreamsService) {}

  @Get('live')
  @Operation({
    id: 'streamConnection',
    summary: 'Listen to what happens to a connection',
    description:
      'Server-sent events: `connection` (LiveConnection, at the beginning and whenever it is another), `request` (LiveRequest, for who may read requests), `sign-in` (LiveSignIn: when one begins and when it ends), `end` (LiveEnd: the session is over or the connection gone; connect no more). It begins with the last minute, or behind the event of `Last-Event-ID`. After a reconnect the same may come again: it has the same `id` (and `outcome`).',
    needs: 'connections:read',
    events: [LiveRequest, LiveSignIn, LiveConnection, LiveEnd],
    files: {
      'text/event-stream':
        'retry: 2000\n\nevent: request\nid: 1796290200000-01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11\ndata: {"told":"The connection test of Okta arrived. Answered 200. …",…}\n\n',
    },
  })
  live(
    @Req() request: Request & { user: AdminPrincipal },
    @Res() response: Response,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.streams.open(request, response, { enterpriseId, connectionId });
  }
}
