import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { idpProfileIds } from '#libs/idp-profiles';
import { NameField } from '../http/field.decorators.js';
import { exampleCertificate } from './example-certificate.js';
import { readCertificate } from '#libs/connection-health';

const FINGERPRINT = /^[\da-f]{64}$/;

/** What a connection is made with. */
export class CreateConnection {
  @NameField('What people call it.', 'Acme at Okta')
  readonly name!: string;

  @ApiProperty({ description: 'The identity provider.', enum: idpProfileIds, example: 'okta' })
  @IsIn(idpProfileIds)
  readonly idpProfile!: (typeof idpProfileIds)[number];
}

/** What changes of a connection; what is not there stays. */
export class UpdateConnection {
  @NameField('What people call it.', 'Acme at Okta', { isOptional: true })
  readonly name?: string | null;
}

/** How a SAML 2.0 identity provider signs people in. */
export class SsoSettingsInput {
  @ApiProperty({ enum: ['saml'], example: 'saml' })
  @IsIn(['saml'])
  readonly protocol!: 'saml';

  @ApiProperty({ description: 'The entity ID of the identity provider.', example: 'http://www.okta.com/exk1example' })
  @Matches(/^[^\p{Cc}\p{Cs}]*$/u, { message: '$property must not hold control characters' })
  @MaxLength(1024)
  @MinLength(1)
  @IsString()
  readonly entityId!: string;

  @ApiProperty({
    description: 'Where people sign in.',
    format: 'uri',
    example: 'https://acme.okta.com/app/postern/exk1example/sso/saml',
  })
  @MaxLength(2000)
  @IsUrl({ protocols: ['https'], require_protocol: true, require_tld: false, disallow_auth: true })
  readonly signOnUrl!: string;

  @ApiProperty({
    description: 'The certificates it signs with, in PEM form; several while one replaces another.',
    type: [String],
    example: [exampleCertificate],
  })
  @ValidateBy(
    {
      name: 'certificate',
      validator: {
        validate: value => typeof value === 'string' && value.length <= 20_000 && readCertificate(value) !== undefined,
        defaultMessage: () => 'each of certificates must be an X.509 certificate in PEM form',
      },
    },
    { each: true },
  )
  @ArrayMaxSize(5)
  @ArrayMinSize(1)
  @IsArray()
  readonly certificates!: readonly string[];
}

/** A sign-in test that came back. */
export class SsoTestResult {
  @ApiProperty({
    description: '`sso.fingerprint` of the connection when the test began.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  @Matches(FINGERPRINT, { message: '$property must be 64 hexadecimal digits' })
  readonly fingerprint!: string;

  @ApiProperty({ description: 'Required attributes that did not arrive.', type: [String], example: [] })
  @MaxLength(200, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(100)
  @IsArray()
  readonly missingAttributes!: readonly string[];
}
