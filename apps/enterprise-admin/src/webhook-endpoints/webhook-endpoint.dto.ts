import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { type AccountEventType, accountEventTypes, type EnterpriseId } from '#libs/persistence';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NameField,
  NextCursorProperty,
  VersionProperty,
} from '../http/field.decorators.js';

const EXAMPLE_URL = 'https://app.example.com/webhooks/postern';
const MAX_URL = 2000;
const formats = ['event', 'security_event_token'] as const;
const states = ['enabled', 'disabled'] as const;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** A new secret may take a week to arrive everywhere. */
const MAX_OVERLAP_HOURS = 168;

function UrlField({ isOptional = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description: 'Where events are sent by POST: an https URL with a public address.',
      example: EXAMPLE_URL,
      maxLength: MAX_URL,
      required: !isOptional,
    }),
    ...(isOptional ? [ValidateIf((_, value) => value !== undefined)] : []),
    MaxLength(MAX_URL),
    IsString(),
  );
}

function TypesField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: 'The types of events that are sent; null for all.',
      enum: accountEventTypes,
      isArray: true,
      nullable: true,
      example: ['account.suspended', 'account.reactivated'],
    }),
    IsOptional(),
    IsIn(accountEventTypes, { each: true }),
    ArrayUnique(),
    ArrayMinSize(1),
    IsArray(),
  );
}

/** What an endpoint is made with. */
export class CreateWebhookEndpoint {
  @UrlField()
  readonly url!: string;

  @NameField('What people call it.', 'Session service', { isOptional: true })
  readonly description?: string | null;

  @TypesField()
  readonly types?: readonly AccountEventType[] | null;

  @ApiPropertyOptional({
    description: 'What is sent: the event as JSON, or as a Security Event Token (RFC 8417, RFC 9967).',
    enum: formats,
    default: 'event',
  })
  @IsOptional()
  @IsIn(formats)
  readonly format?: (typeof formats)[number] | null;

  @ApiPropertyOptional({
    description: 'The one enterprise whose events are sent; those of all without it.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  @IsOptional()
  @Matches(UUID)
  readonly enterpriseId?: EnterpriseId | null;
}

/** What changes of an endpoint; what is not there stays. */
export class UpdateWebhookEndpoint {
  @UrlField({ isOptional: true })
  readonly url?: string;

  @NameField('What people call it.', 'Session service', { isOptional: true })
  readonly description?: string | null;

  @TypesField()
  readonly types?: readonly AccountEventType[] | null;

  @ApiPropertyOptional({
    description: 'Disabled, it gets nothing; what waits for it goes out when it is enabled again.',
    enum: states,
    example: 'enabled',
  })
  @IsOptional()
  @IsIn(states)
  readonly state?: (typeof states)[number] | null;
}

/** How a secret is replaced. */
export class RotateWebhookSecret {
  @ApiPropertyOptional({
    description: 'How long the secret before goes on signing beside the new one.',
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_HOURS,
    default: 24,
    example: 24,
  })
  @IsOptional()
  @Max(MAX_OVERLAP_HOURS)
  @Min(0)
  @IsInt()
  readonly overlapHours?: number | null;
}

/** How an endpoint does. */
export class WebhookEndpointHealth {
  @ApiProperty({ description: 'Attempts that failed since the last that did not.', type: 'integer', example: 0 })
  readonly failures!: number;

  @MaybeMomentProperty('Since when nothing is delivered. After five days it is disabled.')
  readonly failingSince!: string | null;

  @MaybeMomentProperty('When something was delivered last.')
  readonly lastDeliveredAt!: string | null;

  @MaybeMomentProperty('When an attempt failed last.')
  readonly lastFailedAt!: string | null;

  @ApiProperty({ description: 'Why.', type: String, nullable: true, example: 'HTTP 503' })
  readonly lastFailure!: string | null;
}

/** Where the vendor's application is told of account events. */
export class WebhookEndpoint {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({
    description: 'The one enterprise whose events are sent; null for all.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly enterpriseId!: string | null;

  @ApiProperty({ description: 'Where events are sent.', example: EXAMPLE_URL })
  readonly url!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Session service' })
  readonly description!: string;

  @ApiProperty({
    description: 'The types of events that are sent; null for all.',
    enum: accountEventTypes,
    isArray: true,
    nullable: true,
    example: ['account.suspended'],
  })
  readonly types!: readonly string[] | null;

  @ApiProperty({ enum: formats, example: 'event' })
  readonly format!: string;

  @ApiProperty({ enum: states, example: 'enabled' })
  readonly state!: string;

  @ApiProperty({ type: WebhookEndpointHealth })
  readonly health!: WebhookEndpointHealth;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** An endpoint and its new secret. */
export class NewWebhookEndpoint extends WebhookEndpoint {
  @ApiProperty({
    description: 'The signing secret, as Standard Webhooks has it. It is shown this once.',
    example: 'whsec_…',
  })
  readonly secret!: string;
}

/** A page of endpoints. */
export class WebhookEndpointPage {
  @ApiProperty({ type: [WebhookEndpoint] })
  readonly items!: readonly WebhookEndpoint[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
