import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';
import { IsMoment } from '../http/moment-field.decorator.js';

const states = ['pending', 'delivered', 'dead'] as const;

/** Which deliveries are asked for. */
export class WebhookDeliveryQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only those in this state.', enum: states, example: 'dead' })
  @IsOptional()
  @IsIn(states)
  readonly state?: (typeof states)[number];
}

/** Which of the dead are sent again. */
export class RedeliverDead {
  @ApiProperty({
    description: 'Those that were made at this moment or later.',
    type: String,
    format: 'date-time',
    example: '2026-11-24T09:30:00Z',
  })
  @IsMoment()
  readonly since!: string;
}

/** How many are sent again. */
export class Redelivered {
  @ApiProperty({ type: 'integer', example: 3 })
  readonly redelivered!: number;
}

/** One event on its way to one endpoint. */
export class WebhookDelivery {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({
    description: 'The event, and `webhook-id`; null for a test.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly eventId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  readonly enterpriseId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  readonly accountId!: string | null;

  @ApiProperty({ description: 'The type of the event.', example: 'account.suspended' })
  readonly type!: string;

  @ApiProperty({
    description: '`dead`: given up after ten attempts in about a day. What comes after it goes on.',
    enum: states,
    example: 'delivered',
  })
  readonly state!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  readonly attempts!: number;

  @ApiProperty({ description: 'Of the last answer.', type: 'integer', nullable: true, example: 200 })
  readonly lastStatus!: number | null;

  @ApiProperty({ description: 'Why the last attempt failed.', type: String, nullable: true, example: null })
  readonly lastError!: string | null;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MaybeMomentProperty('When it was last tried.')
  readonly lastAttemptAt!: string | null;

  @MaybeMomentProperty('When it is tried next, at the earliest; null when it is not.')
  readonly nextAttemptAt!: string | null;
}

/** A page of deliveries. */
export class WebhookDeliveryPage {
  @ApiProperty({ type: [WebhookDelivery] })
  readonly items!: readonly WebhookDelivery[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
