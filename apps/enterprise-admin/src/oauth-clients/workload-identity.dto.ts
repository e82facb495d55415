import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
} from 'class-validator';

const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
const isHttps = { protocols: ['https'], require_protocol: true, require_tld: false, disallow_auth: true };

/** A claim, compared character by character. */
function Claim({ isList = false }: { readonly isList?: boolean } = {}): PropertyDecorator {
  return applyDecorators(
    Matches(/^[^\p{Cc}\p{Cs}]+$/u, { each: isList, message: '$property must not be empty or hold control characters' }),
    MaxLength(500, { each: isList }),
    IsString({ each: isList }),
  );
}

/** Whose tokens are taken in place of a secret: workload identity federation. */
export class WorkloadIdentityInput {
  @ApiProperty({
    description: 'The `iss` of the tokens, exactly.',
    example: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  })
  @MaxLength(500)
  @IsUrl(isHttps)
  readonly issuer!: string;

  @ApiProperty({
    description: 'The `aud` of the tokens is one of these, exactly.',
    type: [String],
    example: ['api://postern'],
  })
  @Claim({ isList: true })
  @ArrayUnique()
  @ArrayMaxSize(10)
  @ArrayMinSize(1)
  @IsArray()
  readonly audiences!: readonly string[];

  @ApiProperty({ description: 'The `sub` of the tokens, exactly.', example: '2f1c7d0e-5f0b-4c0a-9a55-0d8a3b6c1e42' })
  @Claim()
  readonly subject!: string;

  @ApiPropertyOptional({
    description: 'The `tid` of the tokens, exactly, as Entra ID sends it; null when they have none.',
    type: String,
    nullable: true,
    example: TENANT,
  })
  @IsOptional()
  @Claim()
  readonly tenantId?: string | null;

  @ApiProperty({
    description: 'Where the keys are that the tokens are signed with.',
    format: 'uri',
    example: `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
  })
  @MaxLength(2000)
  @IsUrl(isHttps)
  readonly jwksUri!: string;
}
