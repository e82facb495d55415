import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { NextCursorProperty, VersionProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';
import { MappingProperty } from './attribute-mapping.dto.js';

/** The greatest `integer` of PostgreSQL. */
const MAX_VERSION = 2_147_483_647;

/** Which version of the attribute mapping a connection accepts. */
export class AcceptAttributeMapping {
  @ApiProperty({ description: 'The latest, whose preview was seen.', type: 'integer', minimum: 0, example: 2 })
  @Max(MAX_VERSION)
  @Min(0)
  @IsInt()
  readonly version!: number;
}

/** Whose effect is previewed. */
export class MappingPreviewQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The latest unless said otherwise.', type: 'integer', example: 0 })
  @IsOptional()
  @Type(() => Number)
  @Max(MAX_VERSION)
  @Min(0)
  @IsInt()
  readonly version?: number;
}

/** What the latest version changes for a connection. */
export class ConnectionMappingChange {
  @ApiProperty({ description: 'The change, as a sentence.', example: '"department" is new, and required.' })
  readonly text!: string;

  @ApiProperty({
    description: 'What to change at the identity provider; null when there is nothing to do.',
    type: String,
    nullable: true,
    example:
      'In Okta, open the application, "Sign On" tab, "Attribute Statements", and add "department" with the person\'s "department" as its value.',
  })
  readonly instruction!: string | null;

  @ApiProperty({ description: 'Whether people are refused, or lose a value, unless that is done.', example: true })
  readonly isBlocking!: boolean;
}

/** The attribute mapping of a connection. */
export class ConnectionAttributeMapping {
  @ApiProperty({
    description: 'The version that is live; 0 is the one that is built in.',
    type: 'integer',
    example: 1,
  })
  readonly acceptedVersion!: number;

  @ApiProperty({ description: 'The version that was published last.', type: 'integer', example: 2 })
  readonly latestVersion!: number;

  @ApiProperty({
    description: 'The version that was live before; what is rolled back to.',
    type: 'integer',
    nullable: true,
    example: 0,
  })
  readonly previousVersion!: number | null;

  @ApiProperty({
    description: 'The version that goes live with the pending revision, once the sign-in test of that has passed.',
    type: 'integer',
    nullable: true,
    example: null,
  })
  readonly pendingVersion!: number | null;

  @ApiProperty({ description: 'Whether a newer version was published.', example: true })
  readonly isOutdated!: boolean;

  @ApiProperty({ description: 'Whether that keeps provisioning from being set up.', example: true })
  readonly isBlocking!: boolean;

  @MappingProperty('The version that is live.')
  readonly mapping!: object;

  @ApiProperty({ description: 'What the latest version changes for this connection.', type: [ConnectionMappingChange] })
  readonly changes!: readonly ConnectionMappingChange[];

  @VersionProperty()
  readonly version!: number;
}

const ValuesProperty = (description: string, example: string): PropertyDecorator =>
  ApiProperty({ description, type: String, isArray: true, example: [example] });

/** A value of an account that would change. */
export class PreviewedChange {
  @ApiProperty({ example: 'email' })
  readonly target!: string;

  @ValuesProperty('What it is; nothing in it when there is no value.', 'ava@example.com')
  readonly before!: readonly string[];

  @ValuesProperty('What it would be.', 'ava.lind@example.com')
  readonly after!: readonly string[];
}

/** A required value that a person would lack. */
export class PreviewedLack {
  @ApiProperty({ example: 'department' })
  readonly target!: string;

  @ValuesProperty('Where it was looked for.', '"department"')
  readonly triedSources!: readonly string[];

  @ApiProperty({ description: 'Whether the version that is live asks for it too.', example: false })
  readonly already!: boolean;
}

/** What accepting a version would do to one person. */
export class PreviewedPerson {
  @ApiProperty({
    description: 'What the person was sent by last: over SCIM, or in the last sign-in test.',
    enum: ['directory_user', 'sso_test'],
    example: 'directory_user',
  })
  readonly source!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  readonly directoryUserId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly userName!: string | null;

  @ApiProperty({ type: [PreviewedChange] })
  readonly changes!: readonly PreviewedChange[];

  @ApiProperty({ description: 'What it would be refused for.', type: [PreviewedLack] })
  readonly lacking!: readonly PreviewedLack[];
}

/** How many people of a page there are. */
export class PreviewCounts {
  @ApiProperty({ description: 'Who was looked at.', type: 'integer', example: 50 })
  readonly examined!: number;

  @ApiProperty({ description: 'Whose account would change.', type: 'integer', example: 1 })
  readonly changed!: number;

  @ApiProperty({ description: 'Who would lack something required.', type: 'integer', example: 1 })
  readonly lacking!: number;
}

/** What accepting a version of the attribute mapping would do to a page of people. */
export class MappingPreview {
  @ApiProperty({ description: 'Of the attribute mapping that is previewed.', type: 'integer', example: 2 })
  readonly previewedVersion!: number;

  @ApiProperty({ description: 'Of this page.', type: PreviewCounts, example: { examined: 50, changed: 1, lacking: 1 } })
  readonly counts!: PreviewCounts;

  @ApiProperty({ description: 'Only those who change or lack something.', type: [PreviewedPerson] })
  readonly items!: readonly PreviewedPerson[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
