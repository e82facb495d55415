import { ApiProperty } from '@nestjs/swagger';
import { requestFindingCodes } from '#libs/request-log';
import { MomentProperty } from '../http/field.decorators.js';
import { ChangedAttribute, RequestEffect, ScimRequest } from './request.dto.js';

/** How many requests came in an hour. */
export class RequestHour {
  @MomentProperty('When it began.')
  readonly hour!: string;

  @ApiProperty({ type: 'integer', example: 12 })
  readonly requests!: number;

  @ApiProperty({ description: 'Those that were answered with an error.', type: 'integer', example: 0 })
  readonly failures!: number;
}

/** What a connection's traffic of the last 24 hours comes to. */
export class RequestSummary {
  @ApiProperty({ description: 'The last request.', type: ScimRequest, nullable: true, example: null })
  readonly last!: ScimRequest | null;

  @ApiProperty({ description: 'The last connection test.', type: ScimRequest, nullable: true, example: null })
  readonly lastTest!: ScimRequest | null;

  @ApiProperty({
    description: 'What that test showed and what it did not.',
    type: String,
    nullable: true,
    example: 'The connection test was answered 200. It did not exercise create, update or deactivate.',
  })
  readonly testSentence!: string | null;

  @ApiProperty({ type: 'integer', example: 12 })
  readonly requests!: number;

  @ApiProperty({ type: 'integer', example: 0 })
  readonly failures!: number;

  @ApiProperty({ description: '24, oldest first.', type: [RequestHour] })
  readonly hours!: readonly RequestHour[];
}

/** Something wrong at the identity provider, told by what it sends. */
export class RequestFinding {
  @ApiProperty({
    enum: [...requestFindingCodes, 'LOGIN_MISMATCH', 'IDP_SILENT'],
    example: 'STALE_IDS',
  })
  readonly code!: string;

  @ApiProperty({ description: 'What is wrong and what to do.', example: 'See whether provisioning is still on there.' })
  readonly message!: string;

  @ApiProperty({ description: 'Where to click at the identity provider.', example: 'Okta › Applications' })
  readonly clickPath!: string;

  @ApiProperty({ description: 'How often it was seen.', type: 'integer', example: 5 })
  readonly count!: number;

  @ApiProperty({ description: 'Requests that show it, newest first.', type: [String], example: [] })
  readonly requestIds!: readonly string[];
}

/** Everything wrong. */
export class RequestFindings {
  @ApiProperty({ type: [RequestFinding] })
  readonly items!: readonly RequestFinding[];
}

/** What an account would say of a person by an attribute mapping. */
export class MappedPerson {
  @ApiProperty({ description: 'The version of the mapping.', type: 'integer', example: 0 })
  readonly mappingVersion!: number;

  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly login!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly email!: string | null;

  @ApiProperty({ description: 'Required targets that nothing fills.', type: [String], example: [] })
  readonly missing!: readonly string[];
}

/** What a request would do if it came now. Nothing of it was stored. */
export class RequestReplay {
  @ApiProperty({ type: 'integer', example: 200 })
  readonly status!: number;

  @ApiProperty({ type: String, nullable: true, example: null })
  readonly scimType!: string | null;

  @ApiProperty({ description: 'What the error would say.', type: String, nullable: true, example: null })
  readonly detail!: string | null;

  @ApiProperty({ description: 'What would change in the directory.', type: [ChangedAttribute] })
  readonly changes!: readonly ChangedAttribute[];

  @ApiProperty({ description: 'What would become of the account.', type: RequestEffect, nullable: true, example: null })
  readonly effect!: RequestEffect | null;

  @ApiProperty({
    description: 'What the attribute mapping makes of the person as the request leaves them.',
    type: MappedPerson,
    nullable: true,
    example: null,
  })
  readonly mapped!: MappedPerson | null;
}
