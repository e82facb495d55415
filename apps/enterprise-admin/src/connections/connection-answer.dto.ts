import { ApiProperty } from '@nestjs/swagger';
import { idpProfileIds } from '#libs/idp-profiles';
import { connectionStates, provisioningModes } from '#libs/persistence';
import { IdProperty, MomentProperty, NextCursorProperty, VersionProperty } from '../http/field.decorators.js';

/** A certificate of an identity provider. */
export class Certificate {
  @ApiProperty({ example: 'CN=acme' })
  readonly subject!: string;

  @MomentProperty('The first moment it is valid.')
  readonly validFrom!: string;

  @MomentProperty('The last moment it is valid.')
  readonly validTo!: string;

  @ApiProperty({ description: 'SHA-256 of the certificate.', example: 'AB:CD:EF:01' })
  readonly fingerprint!: string;
}

/** The last sign-in test that came back. */
export class SsoTest {
  @MomentProperty('When it came back.')
  readonly testedAt!: string;

  @ApiProperty({ description: 'Whether it was made with the settings as they are.', example: true })
  readonly isCurrent!: boolean;
}

/** How the identity provider signs people in. */
export class Sso {
  @ApiProperty({ enum: ['saml'], example: 'saml' })
  readonly protocol!: string;

  @ApiProperty({ description: 'The entity ID of the identity provider.', example: 'http://www.okta.com/exk1example' })
  readonly entityId!: string;

  @ApiProperty({ description: 'Where people sign in.', example: 'https://acme.okta.com/app/postern/exk1/sso/saml' })
  readonly signOnUrl!: string;

  @ApiProperty({ type: [Certificate] })
  readonly certificates!: readonly Certificate[];

  @ApiProperty({
    description: 'Of these settings; a sign-in test counts for one fingerprint alone.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  readonly fingerprint!: string;

  @ApiProperty({ type: SsoTest, nullable: true })
  readonly test!: SsoTest | null;
}

/** One enterprise to one identity provider. */
export class Connection {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Acme at Okta' })
  readonly name!: string;

  @ApiProperty({ description: 'The identity provider.', enum: idpProfileIds, example: 'okta' })
  readonly idpProfile!: string;

  @ApiProperty({ enum: connectionStates.filter(state => state !== 'deleted'), example: 'draft' })
  readonly state!: string;

  @ApiProperty({ enum: provisioningModes, example: 'deprovision_only' })
  readonly provisioningMode!: string;

  @ApiProperty({
    description: 'What to enter at the identity provider.',
    example: 'https://sso.example.com/scim/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11/v2',
  })
  readonly scimBaseUrl!: string;

  @ApiProperty({ type: Sso, nullable: true })
  readonly sso!: Sso | null;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A page of connections. */
export class ConnectionPage {
  @ApiProperty({ type: [Connection] })
  readonly items!: readonly Connection[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
