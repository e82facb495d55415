import { ApiProperty } from '@nestjs/swagger';
import { applicationAuthentications } from '#libs/persistence';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NextCursorProperty,
  VersionProperty,
} from '../http/field.decorators.js';
import { PublicKeySet } from '../http/public-keys.dto.js';

const examples = {
  redirectUris: ['https://app.example.com/callback'],
  postLogoutRedirectUris: ['https://app.example.com/'],
  initiateLoginUri: 'https://app.example.com/sign-in',
  backchannelLogoutUri: 'https://app.example.com/backchannel-logout',
} as const;

/** A secret as lists show it. */
export class VendorApplicationSecret {
  @ApiProperty({ description: 'How it begins.', example: 'ptn_app_1a2b3c' })
  readonly prefix!: string;

  @MaybeMomentProperty('Until when it is taken; null for the one in use.')
  readonly expiresAt!: string | null;
}

/** An application of the vendor: a client of the OpenID provider at `/sso`. */
export class VendorApplication {
  @IdProperty('Its id, and its `client_id`.')
  readonly id!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Example Cloud' })
  readonly name!: string;

  @ApiProperty({ description: 'Where browsers are sent with a code.', type: [String], example: examples.redirectUris })
  readonly redirectUris!: readonly string[];

  @ApiProperty({ type: [String], example: examples.postLogoutRedirectUris })
  readonly postLogoutRedirectUris!: readonly string[];

  @ApiProperty({ type: String, nullable: true, example: examples.initiateLoginUri })
  readonly initiateLoginUri!: string | null;

  @ApiProperty({ type: String, nullable: true, example: examples.backchannelLogoutUri })
  readonly backchannelLogoutUri!: string | null;

  @ApiProperty({ enum: applicationAuthentications, example: 'client_secret_basic' })
  readonly authentication!: string;

  @ApiProperty({ description: 'Its public keys.', type: PublicKeySet, nullable: true })
  readonly jwks!: object | null;

  @ApiProperty({
    description: 'Its secrets, newest first; only their hashes are kept.',
    type: [VendorApplicationSecret],
  })
  readonly secrets!: readonly VendorApplicationSecret[];

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** An application and its new secret. */
export class NewVendorApplication extends VendorApplication {
  @ApiProperty({
    description: 'The `client_secret`, shown this once; null when it authenticates without one.',
    type: String,
    nullable: true,
    example: 'ptn_app_…',
  })
  readonly secret!: string | null;
}

/** A page of applications. */
export class VendorApplicationPage {
  @ApiProperty({ type: [VendorApplication] })
  readonly items!: readonly VendorApplication[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
