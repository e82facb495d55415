import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { accountEventMeanings } from '#libs/account-events';
import { type AccountEventType, accountEventTypes, type EnterpriseId } from '#libs/persistence';
import { IdProperty, MomentProperty } from '../http/field.decorators.js';

/** How many events a page has unless said otherwise. */
export const DEFAULT_EVENTS = 100;
const MAX_EVENTS = 500;
const formats = ['event', 'security_event_token'] as const;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Which events are asked for. */
export class AccountEventQuery {
  @ApiPropertyOptional({
    description:
      '`cursor` of the page before. It is good for ever, with every key. Without it, from the first event on.',
    example: '4711',
  })
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: '$property must be the cursor of a page' })
  readonly after?: string;

  @ApiPropertyOptional({ description: 'How many at most.', type: 'integer', example: 100, default: DEFAULT_EVENTS })
  @IsOptional()
  @Type(() => Number)
  @Max(MAX_EVENTS)
  @Min(1)
  @IsInt()
  readonly limit?: number;

  @ApiPropertyOptional({
    description: 'Only these types, separated by commas.',
    type: String,
    example: 'account.suspended,account.reactivated',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(accountEventTypes, { each: true })
  readonly types?: readonly AccountEventType[];

  @ApiPropertyOptional({
    description: 'Events as JSON, or as Security Event Tokens (RFC 8417, RFC 9967).',
    enum: formats,
    default: 'event',
  })
  @IsOptional()
  @IsIn(formats)
  readonly format?: (typeof formats)[number];
}

/** The same, of all enterprises. */
export class VendorEventQuery extends AccountEventQuery {
  @ApiPropertyOptional({ description: 'Only those of this enterprise.', format: 'uuid' })
  @IsOptional()
  @Matches(UUID)
  readonly enterpriseId?: EnterpriseId;
}

/** Who did something. */
export class EventActor {
  @ApiProperty({ enum: ['api-key', 'setup-link', 'scim-token', 'system'], example: 'scim-token' })
  readonly kind!: string;
}

const meanings = accountEventTypes.map(type => `\`${type}\`: ${accountEventMeanings[type]}`).join('\n\n');

/** What happened to an account, or to an enterprise as a whole. */
export class AccountEvent {
  @IdProperty('The same wherever the event is told of.')
  readonly id!: string;

  @ApiProperty({ description: meanings, enum: accountEventTypes, example: 'account.suspended' })
  readonly type!: string;

  @MomentProperty('When it happened.')
  readonly at!: string;

  @ApiProperty({
    description:
      'The order of all events. It grows, and those of one account, or of one enterprise, are in the order of its changes.',
    type: 'integer',
    example: 4711,
  })
  readonly position!: number;

  @IdProperty('Of the enterprise.')
  readonly enterpriseId!: string;

  @ApiProperty({
    description: 'Of the account; null when it happened to the enterprise as a whole.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  readonly accountId!: string | null;

  @ApiProperty({ description: 'By which connection.', type: String, nullable: true, example: null })
  readonly connectionId!: string | null;

  @ApiProperty({ description: 'By which directory user.', type: String, nullable: true, example: null })
  readonly directoryUserId!: string | null;

  @ApiProperty({ type: EventActor })
  readonly actor!: EventActor;

  @ApiProperty({
    description: 'What it was before and is after; null for who may not see personal data.',
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { before: { state: 'active' }, after: { state: 'suspended' }, endedSessions: 2 },
  })
  readonly change!: object | null;

  @ApiProperty({ type: String, nullable: true, example: '0c2a7f0e-6d5c-4f0a-9f55-2f6f3f0d9b10' })
  readonly requestId!: string | null;
}

/** A page of events, in the order of their positions. */
export class AccountEventPage {
  @ApiProperty({ description: 'None with `format=security_event_token`.', type: [AccountEvent] })
  readonly items!: readonly AccountEvent[];

  @ApiProperty({ description: 'With `format=security_event_token`: the events as signed tokens.', type: [String] })
  readonly tokens!: readonly string[];

  @ApiProperty({
    description: 'The `after` of the next page. Keep it, also when there was nothing new.',
    example: '4711',
  })
  readonly cursor!: string;

  @ApiProperty({ description: 'Whether there are more already.', example: false })
  readonly hasMore!: boolean;
}
