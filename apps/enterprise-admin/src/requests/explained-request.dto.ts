import { ApiProperty } from '@nestjs/swagger';
import { ChangedAttribute, RequestEffect, ScimRequest, TouchedResource } from './request.dto.js';

/** Something that tells which identity provider sent a request. */
export class DialectSign {
  @ApiProperty({ example: 'the operations of a PATCH begin with a capital letter' })
  readonly sign!: string;

  @ApiProperty({ description: 'The recorded exchange that shows it.', example: 'EN-U18' })
  readonly evidence!: string;
}

/** What to do about a request that failed. */
export class RequestAdvice {
  @ApiProperty({ example: 'Enter the SCIM base URL exactly as the assistant shows it.' })
  readonly advice!: string;

  @ApiProperty({
    description: 'Where to click at the identity provider; null when nothing has to be changed there.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly clickPath!: string | null;
}

/** One operation of a bulk request (RFC 7644 §3.7). */
export class BulkOperation {
  @ApiProperty({ example: 'PATCH' })
  readonly method!: string;

  @ApiProperty({ type: 'integer', example: 200 })
  readonly status!: number;

  @ApiProperty({ description: 'What its error says.', type: String, nullable: true, example: null })
  readonly detail!: string | null;

  @ApiProperty({ type: TouchedResource })
  readonly resource!: TouchedResource;

  @ApiProperty({ type: [ChangedAttribute] })
  readonly changes!: readonly ChangedAttribute[];

  @ApiProperty({ type: RequestEffect, nullable: true, example: null })
  readonly effect!: RequestEffect | null;
}

/** A SCIM request, explained in full. */
export class ExplainedScimRequest extends ScimRequest {
  @ApiProperty({ type: [DialectSign] })
  readonly dialectSigns!: readonly DialectSign[];

  @ApiProperty({ description: 'What the request changed in the directory.', type: [ChangedAttribute] })
  readonly changes!: readonly ChangedAttribute[];

  @ApiProperty({ description: 'How many memberships changed.', type: 'integer', nullable: true, example: null })
  readonly changedMembers!: number | null;

  @ApiProperty({
    description: 'The account it affected, unless it was made.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  readonly accountId!: string | null;

  @ApiProperty({
    description: 'What a connection test did not prove; null for any other request.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly didNotProve!: string | null;

  @ApiProperty({
    description: 'What to change at the identity provider; null when nothing failed.',
    type: RequestAdvice,
    nullable: true,
    example: null,
  })
  readonly advice!: RequestAdvice | null;

  @ApiProperty({ description: 'Of a bulk request, in the order they were carried out.', type: [BulkOperation] })
  readonly operations!: readonly BulkOperation[];

  @ApiProperty({
    description: 'The SCIM token it came with; null without a valid one.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  readonly scimTokenId!: string | null;

  @ApiProperty({ description: 'X-Request-Id of the answer.', type: String, nullable: true, example: null })
  readonly requestId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '192.0.2.17' })
  readonly remoteAddress!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Okta SCIM Client 1.0.0' })
  readonly userAgent!: string | null;

  @ApiProperty({
    description: 'The body without secrets; null too for who may not see personal data.',
    type: String,
    nullable: true,
    example: '{"Operations":[{"op":"replace","path":"active","value":false}]}',
  })
  readonly body!: string | null;

  @ApiProperty({
    description: 'How much of the body is kept. `withheld`: it could not be read, and a secret might be in it.',
    enum: ['none', 'whole', 'cut', 'withheld'],
    example: 'whole',
  })
  readonly bodyKept!: string;
}
