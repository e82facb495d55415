import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { type DomainOutcome, domainOutcomes, domainPolicies, type DomainPolicy } from '#libs/persistence';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NextCursorProperty,
  VersionProperty,
} from '../http/field.decorators.js';

const POLICY =
  '`required`: people of the domain sign in at the connection and in no other way; the vendor’s application asks for it. `optional`: they are led to the connection. `off`: they are not. It holds while the domain is verified and the connection is enabled.';

const EXAMPLE_VALUE = 'postern-domain-verification=3f6f0c9d2a1101937f2c9f3a7c418b1e00aa11bb';

/** A domain to be verified. */
export class CreateDomain {
  @ApiProperty({
    description: 'The domain behind the @ of e-mail addresses; none under which others register, such as `co.uk`.',
    example: 'example.com',
  })
  @MaxLength(255)
  @MinLength(1)
  @IsString()
  readonly name!: string;

  @ApiPropertyOptional({ description: POLICY, enum: domainPolicies, default: 'optional', example: 'optional' })
  @IsOptional()
  @IsIn(domainPolicies)
  readonly policy?: DomainPolicy;
}

/** What can be changed of a domain. */
export class UpdateDomain {
  @ApiProperty({ description: POLICY, enum: domainPolicies, example: 'required' })
  @IsIn(domainPolicies)
  readonly policy!: DomainPolicy;
}

/** How a domain is. */
export const domainStates = ['unverified', 'verified', 'failing'] as const;
export type DomainState = (typeof domainStates)[number];

/** The record with which somebody shows that a domain is theirs. */
export class DomainRecord {
  @ApiProperty({ enum: ['TXT'], example: 'TXT' })
  readonly type!: 'TXT';

  @ApiProperty({ description: 'Of which name; some consoles write `@` for it.', example: 'example.com' })
  readonly name!: string;

  @ApiProperty({ example: EXAMPLE_VALUE })
  readonly value!: string;
}

/** A domain of e-mail addresses. */
export class Domain {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'In lower case, and as the DNS has it (RFC 5891).', example: 'example.com' })
  readonly name!: string;

  @ApiProperty({
    description:
      '`failing`: it was verified and its record is gone; three days later it is not verified any more. Records are read again once a day, and each hour while it is failing or new.',
    enum: domainStates,
    example: 'unverified',
  })
  readonly state!: DomainState;

  @ApiProperty({ description: POLICY, enum: domainPolicies, example: 'optional' })
  readonly policy!: DomainPolicy;

  @ApiProperty({
    description: 'The record to be made in the DNS, and to be left there.',
    type: DomainRecord,
    example: { type: 'TXT', name: 'example.com', value: EXAMPLE_VALUE },
  })
  readonly record!: DomainRecord;

  @MaybeMomentProperty('Since when it is verified.')
  readonly verifiedAt!: string | null;

  @MaybeMomentProperty('Since when its record is gone.')
  readonly failingSince!: string | null;

  @ApiProperty({
    description:
      'What was found last; null until it was looked for. `record_missing`: there is no such record, or not yet where it was asked. `unresolved`: the DNS did not answer.',
    enum: domainOutcomes,
    type: String,
    nullable: true,
    example: null,
  })
  readonly outcome!: DomainOutcome | null;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was added.')
  readonly createdAt!: string;

  @MomentProperty('When its policy was last changed.')
  readonly lastModified!: string;
}

/** A page of domains. */
export class DomainPage {
  @ApiProperty({ type: [Domain] })
  readonly items!: readonly Domain[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** Whose way to sign in is asked for. */
export class DiscoverHomeRealm {
  @ApiProperty({ description: 'Only the domain of it is looked at.', format: 'email', example: 'kim@example.com' })
  @MaxLength(320)
  @IsEmail({ allow_utf8_local_part: true, require_tld: false })
  readonly email!: string;
}

/** Where people of a domain sign in. It is the same whether there is an account or not. */
export class HomeRealm {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  readonly enterpriseId!: string | null;

  @ApiProperty({
    description: 'The connection; null when the domain is verified by nobody.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  readonly connectionId!: string | null;

  @ApiProperty({
    description: '`required`: no local sign-in for this domain, neither by password nor without. `off`: no connection.',
    enum: domainPolicies,
    example: 'off',
  })
  readonly policy!: DomainPolicy;
}
