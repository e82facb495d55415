import { Body, Post } from '@nestjs/common';
import { connectionOfDomain } from '#libs/domains';
import { Database } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { DiscoverHomeRealm, HomeRealm } from './domain.dto.js';

/** `/v1/home-realms`: of all enterprises, for the vendor's application. */
@AdminController('home-realms', 'Domains')
export class HomeRealmController {
  constructor(private readonly database: Database) {}

  @Post('discover')
  @Operation({
    id: 'discoverHomeRealm',
    summary: 'Ask where somebody with an e-mail address signs in',
    description:
      'Before the vendor’s application offers a sign-in of its own. Only the domain is looked at, so the answer says nothing of who has an account.',
    needs: 'installation:manage',
    answer: HomeRealm,
  })
  async discover(@Body() { email }: DiscoverHomeRealm): Promise<HomeRealm> {
    const found = await connectionOfDomain(this.database.repositories, email);
    return found ?? { enterpriseId: null, connectionId: null, policy: 'off' };
  }
}
