import { ApiProperty } from '@nestjs/swagger';
import { intentKinds } from '#libs/request-log';
import { IdProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

const dialects = ['okta', 'entra-id', 'jumpcloud', 'unknown'] as const;
const nullableText = (description: string, example: string | null): PropertyDecorator =>
  ApiProperty({ description, type: String, nullable: true, example });

/** What a request was for. */
export class RequestIntent {
  @ApiProperty({ enum: intentKinds, example: 'deactivate-user' })
  readonly kind!: string;

  @nullableText('Whom or what it was about.', 'ava@example.com')
  readonly subject!: string | null;

  @ApiProperty({ description: 'In words.', example: 'deactivate ava@example.com' })
  readonly sentence!: string;
}

/** A directory user or group that a request touched. */
export class TouchedResource {
  @ApiProperty({ enum: ['User', 'Group'], example: 'User' })
  readonly type!: string;

  @nullableText('Its SCIM id.', '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11')
  readonly id!: string | null;

  @nullableText('Its userName or displayName.', 'ava@example.com')
  readonly name!: string | null;
}

/** What a request did to an account, and why. */
export class RequestEffect {
  @ApiProperty({ example: 'The account was left as it is.' })
  readonly sentence!: string;

  @ApiProperty({
    description: 'The rule that decided.',
    example: 'In the mode "deprovision_only" the directory only takes access away and gives it back.',
  })
  readonly rule!: string;
}

/** A SCIM request in a list. */
export class ScimRequest {
  @IdProperty('Its id in the log.')
  readonly id!: string;

  @MomentProperty('When it came.')
  readonly at!: string;

  @ApiProperty({ example: 'PATCH' })
  readonly method!: string;

  @ApiProperty({ description: 'Below the SCIM base URL.', example: '/Users/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  readonly path!: string;

  @ApiProperty({
    description: 'What it was answered; 0 when the client hung up before.',
    type: 'integer',
    example: 200,
  })
  readonly status!: number;

  @nullableText('The kind of error (RFC 7644 §3.12).', null)
  readonly scimType!: string | null;

  @nullableText('What the error says; null too for who may not see personal data.', null)
  readonly detail!: string | null;

  @ApiProperty({ description: 'In milliseconds.', type: 'integer', example: 12 })
  readonly durationMs!: number;

  @ApiProperty({ description: 'Whose requests look like this one.', enum: dialects, example: 'entra-id' })
  readonly dialect!: string;

  @ApiProperty({ type: RequestIntent })
  readonly intent!: RequestIntent;

  @ApiProperty({ description: 'Whether it only tested the connection.', example: false })
  readonly isConnectionTest!: boolean;

  @ApiProperty({
    description: 'The rehearsal that it is part of; null when the identity provider sent it.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  readonly rehearsalId!: string | null;

  @ApiProperty({ type: TouchedResource, nullable: true, example: null })
  readonly resource!: TouchedResource | null;

  @ApiProperty({ type: RequestEffect, nullable: true, example: null })
  readonly effect!: RequestEffect | null;
}

/** A page of SCIM requests, newest first. */
export class ScimRequestPage {
  @ApiProperty({ type: [ScimRequest] })
  readonly items!: readonly ScimRequest[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** An attribute that a request changed. */
export class ChangedAttribute {
  @ApiProperty({ example: 'active' })
  readonly attribute!: string;

  @ApiProperty({ description: 'As JSON; null where there was none.', type: String, nullable: true, example: 'true' })
  readonly before!: string | null;

  @ApiProperty({ description: 'As JSON; null where there is none.', type: String, nullable: true, example: 'false' })
  readonly after!: string | null;
}
