import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { ConnectionId, DomainId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateDomain, Domain, DomainPage, UpdateDomain } from './domain.dto.js';
import { DomainsService } from './domains.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/domains` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/domains', 'Domains')
export class DomainsController {
  constructor(private readonly domains: DomainsService) {}

  @Get()
  @Operation({
    id: 'listDomains',
    summary: 'List the domains of a connection',
    needs: 'domains:read',
    answer: DomainPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.domains.list(caller, { enterpriseId, connectionId }, query);
  }

  @Post()
  @Operation({
    id: 'createDomain',
    summary: 'Add a domain whose people sign in at the connection',
    description:
      'It counts when it is verified: make the record that the answer names in the DNS, and leave it there. It is looked for each hour for two weeks, and whenever that is asked for.',
    needs: 'domains:write',
    status: 201,
    answer: Domain,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateDomain,
  ) {
    return this.domains.create(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':domainId')
  @Operation({ id: 'getDomain', summary: 'Read a domain', needs: 'domains:read', answer: Domain })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('domainId') id: DomainId,
  ) {
    return this.domains.get({ enterpriseId, connectionId }, id);
  }

  @Patch(':domainId')
  @Operation({
    id: 'updateDomain',
    summary: 'Change whether people of a domain may or must sign in at the connection',
    needs: 'domains:write',
    answer: Domain,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('domainId') id: DomainId,
    @Body() body: UpdateDomain,
  ) {
    return this.domains.update(caller, { enterpriseId, connectionId }, id, body);
  }

  @Post(':domainId/verify')
  @Operation({
    id: 'verifyDomain',
    summary: 'Look for the record of a domain now',
    description:
      'The domain in the answer says what was found. Whoever has verified a domain has it alone: the record of another is not found.',
    needs: 'domains:write',
    answer: Domain,
  })
  verify(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('domainId') id: DomainId,
  ) {
    return this.domains.verify(caller, { enterpriseId, connectionId }, id);
  }

  @Delete(':domainId')
  @Operation({
    id: 'deleteDomain',
    summary: 'Give a domain up',
    description: 'Its people are not led to the connection any more.',
    needs: 'domains:write',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('domainId') id: DomainId,
  ) {
    return this.domains.delete(caller, { enterpriseId, connectionId }, id);
  }
}
