import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { VendorApplicationId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { NewVendorApplication, VendorApplication, VendorApplicationPage } from './vendor-application.dto.js';
import { VendorApplicationsService } from './vendor-applications.service.js';
import {
  CreateVendorApplication,
  RotateApplicationSecret,
  UpdateVendorApplication,
} from './write-vendor-application.dto.js';

/** `/v1/vendor-applications` */
@AdminController('vendor-applications', 'Vendor applications')
export class VendorApplicationsController {
  constructor(private readonly applications: VendorApplicationsService) {}

  @Get()
  @Operation({
    id: 'listVendorApplications',
    summary: 'List the applications that people sign in to',
    needs: 'vendor-applications:read',
    answer: VendorApplicationPage,
  })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery) {
    return this.applications.list(caller, query);
  }

  @Post()
  @Operation({
    id: 'createVendorApplication',
    summary: 'Make an application that people sign in to',
    description:
      'It signs people in by OpenID Connect at `/sso`; docs/sign-in.md says how. Its id is its `client_id`. The secret is shown in this answer and never again.',
    needs: 'vendor-applications:write',
    status: 201,
    answer: NewVendorApplication,
  })
  create(@FromCaller() caller: Caller, @Body() body: CreateVendorApplication) {
    return this.applications.create(caller, body);
  }

  @Get(':vendorApplicationId')
  @Operation({
    id: 'getVendorApplication',
    summary: 'Read an application that people sign in to',
    needs: 'vendor-applications:read',
    answer: VendorApplication,
  })
  get(@Param('vendorApplicationId') id: VendorApplicationId) {
    return this.applications.get(id);
  }

  @Patch(':vendorApplicationId')
  @Operation({
    id: 'updateVendorApplication',
    summary: 'Change an application that people sign in to',
    needs: 'vendor-applications:write',
    answer: VendorApplication,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('vendorApplicationId') id: VendorApplicationId,
    @Body() body: UpdateVendorApplication,
  ) {
    return this.applications.update(caller, id, body);
  }

  @Delete(':vendorApplicationId')
  @Operation({
    id: 'deleteVendorApplication',
    summary: 'Delete an application that people sign in to',
    description: 'Nobody signs in to it any more, and what it holds of sessions is worth nothing.',
    needs: 'vendor-applications:write',
    status: 204,
  })
  delete(@FromCaller() caller: Caller, @Param('vendorApplicationId') id: VendorApplicationId) {
    return this.applications.delete(caller, id);
  }

  @Post(':vendorApplicationId/rotate-secret')
  @Operation({
    id: 'rotateVendorApplicationSecret',
    summary: 'Replace the secret of an application',
    description: 'The new secret is shown in this answer and never again. Until the overlap ends, both are taken.',
    needs: 'vendor-applications:write',
    answer: NewVendorApplication,
  })
  rotateSecret(
    @FromCaller() caller: Caller,
    @Param('vendorApplicationId') id: VendorApplicationId,
    @Body() body: RotateApplicationSecret,
  ) {
    return this.applications.rotateSecret(caller, id, body);
  }
}
