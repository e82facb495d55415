import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { auditActions } from '#libs/persistence';
import { IdProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';
import { IsMoment } from '../http/moment-field.decorator.js';

const ID = /^[\w-]{1,64}$/;
const PREFIX = /^[a-z_.]{1,64}$/;

/** Which audit events are asked for. */
export class AuditEventQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The id of the key or link that did it.' })
  @IsOptional()
  @Matches(ID)
  readonly actorId?: string;

  @ApiPropertyOptional({ description: 'How the action begins.', example: 'connection.' })
  @IsOptional()
  @Matches(PREFIX)
  readonly action?: string;

  @ApiPropertyOptional({ description: 'The kind of thing it was done to.', example: 'connection' })
  @IsOptional()
  @Matches(PREFIX)
  readonly targetType?: string;

  @ApiPropertyOptional({ description: 'The id of what it was done to.' })
  @IsOptional()
  @Matches(ID)
  readonly targetId?: string;

  @ApiPropertyOptional({ description: 'At this moment or later.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly from?: string;

  @ApiPropertyOptional({ description: 'Before this moment.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly to?: string;
}

/** Which audit events are exported, and how. */
export class AuditExportQuery {
  @ApiProperty({ description: 'JSON Lines, or CSV (RFC 4180).', enum: ['jsonl', 'csv'], example: 'jsonl' })
  @IsIn(['jsonl', 'csv'])
  readonly format!: 'jsonl' | 'csv';

  @ApiPropertyOptional({ description: 'At this moment or later.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly from?: string;

  @ApiPropertyOptional({ description: 'Before this moment.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly to?: string;
}

/** Who did something. */
export class AuditActor {
  @ApiProperty({ enum: ['api-key', 'setup-link', 'scim-token', 'sign-in', 'system'], example: 'api-key' })
  readonly kind!: string;

  @ApiProperty({ example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  readonly id!: string;

  @ApiPropertyOptional({ description: 'What it was allowed to be at that time.', example: 'operator' })
  readonly role?: string;

  @ApiPropertyOptional({ description: 'How the key begins.', example: 'ptn_api_1a2b3c' })
  readonly prefix?: string;
}

/** What something was done to. */
export class AuditTarget {
  @ApiProperty({ example: 'connection' })
  readonly type!: string;

  @ApiProperty({ example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  readonly id!: string;
}

const changed = (description: string): PropertyDecorator =>
  ApiProperty({
    description: `${description}; null too for who may not see personal data.`,
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { state: 'enabled' },
  });

/** What an administrator, an identity provider's token or Postern itself changed. */
export class AuditEvent {
  @ApiProperty({ description: '1, 2, 3, … without a gap.', type: 'integer', example: 1 })
  readonly sequence!: number;

  @IdProperty('Its id.')
  readonly id!: string;

  @MomentProperty('When it happened.')
  readonly at!: string;

  @ApiProperty({ type: AuditActor })
  readonly actor!: AuditActor;

  @ApiProperty({ enum: auditActions, example: 'connection.enabled' })
  readonly action!: string;

  @ApiProperty({ type: AuditTarget })
  readonly target!: AuditTarget;

  @changed('The changed attributes as they were')
  readonly before!: object | null;

  @changed('The changed attributes as they are now')
  readonly after!: object | null;

  @ApiProperty({ type: String, nullable: true, example: '0c2a7f0e-6d5c-4f0a-9f55-2f6f3f0d9b10' })
  readonly requestId!: string | null;

  @ApiProperty({ description: 'Of the event before.', example: '0'.repeat(64) })
  readonly previousHash!: string;

  @ApiProperty({ description: 'SHA-256 over everything else.', example: '9f86d081'.repeat(8) })
  readonly hash!: string;
}

/** A page of audit events, newest first. */
export class AuditEventPage {
  @ApiProperty({ type: [AuditEvent] })
  readonly items!: readonly AuditEvent[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
