import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { isStorable } from './is-storable.js';

const FINGERPRINT = /^[\da-f]{64}$/;

/** What PostgreSQL can keep as JSON. */
function IsStorable(): PropertyDecorator {
  return ValidateBy({
    name: 'storable',
    validator: {
      validate: isStorable,
      defaultMessage: () => '$property must be at most 64 KiB of JSON without U+0000 and halves of characters',
    },
  });
}

/** One Attribute element of an assertion. */
export class TestedAttribute {
  @ApiProperty({ description: 'Its Name.', example: 'email' })
  @IsStorable()
  @MaxLength(1000)
  @MinLength(1)
  @IsString()
  readonly name!: string;

  @ApiPropertyOptional({ description: 'Its FriendlyName.', type: String, example: 'mail' })
  @IsOptional()
  @IsStorable()
  @MaxLength(1000)
  @IsString()
  readonly friendlyName?: string;

  @ApiProperty({ description: 'Its values.', type: [String], example: ['ava@example.com'] })
  @IsStorable()
  @IsString({ each: true })
  @ArrayMaxSize(1000)
  @IsArray()
  readonly values!: readonly string[];
}

/** A sign-in test that came back, with what the identity provider sent of the person. */
export class SsoTestResult {
  @ApiProperty({
    description:
      'The `fingerprint` of the settings that the test was made with: the live ones or the pending revision.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  @Matches(FINGERPRINT, { message: '$property must be 64 hexadecimal digits' })
  readonly fingerprint!: string;

  @ApiPropertyOptional({ description: 'The NameID, of SAML 2.0.', type: String, example: 'ava@example.com' })
  @IsOptional()
  @IsStorable()
  @MaxLength(1000)
  @IsString()
  readonly nameId?: string | null;

  @ApiPropertyOptional({ description: 'The attributes, of SAML 2.0.', type: [TestedAttribute] })
  @IsOptional()
  @IsStorable()
  @ValidateNested({ each: true })
  @Type(() => TestedAttribute)
  @ArrayMaxSize(200)
  @IsArray()
  readonly attributes?: readonly TestedAttribute[] | null;

  @ApiPropertyOptional({
    description: 'The claims, of OpenID Connect.',
    type: 'object',
    additionalProperties: true,
    example: undefined,
  })
  @IsOptional()
  @IsStorable()
  @IsObject()
  readonly claims?: Readonly<Record<string, unknown>> | null;
}
