import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { AddCertificate, ConnectionCertificate, ConnectionCertificates } from './certificate.dto.js';
import type { CertificateId } from './certificate-facts.js';
import { CertificatesService } from './certificates.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/certificates` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/certificates', 'Single sign-on')
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  @Get()
  @Operation({
    id: 'listCertificates',
    summary: 'List the certificates of the identity provider',
    needs: 'connections:read',
    answer: ConnectionCertificates,
  })
  list(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.certificates.list({ enterpriseId, connectionId });
  }

  @Post()
  @Operation({
    id: 'addCertificate',
    summary: 'Add a certificate',
    description:
      'Up to five are there at once, so that one replaces another without a gap. It is a change of settings.',
    needs: 'connections:write',
    status: 201,
    answer: ConnectionCertificate,
  })
  add(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: AddCertificate,
  ) {
    return this.certificates.add(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':certificateId')
  @Operation({
    id: 'getCertificate',
    summary: 'Read a certificate',
    needs: 'connections:read',
    answer: ConnectionCertificate,
  })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('certificateId') id: CertificateId,
  ) {
    return this.certificates.get({ enterpriseId, connectionId }, id);
  }

  @Delete(':certificateId')
  @Operation({
    id: 'removeCertificate',
    summary: 'Remove a certificate',
    description: 'One that is valid must remain. It is a change of settings.',
    needs: 'connections:write',
    status: 204,
  })
  remove(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('certificateId') id: CertificateId,
  ) {
    return this.certificates.remove(caller, { enterpriseId, connectionId }, id);
  }
}
