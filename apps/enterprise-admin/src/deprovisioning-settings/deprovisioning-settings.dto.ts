import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { VersionProperty } from '../http/field.decorators.js';

interface WholeNumber {
  readonly description: string;
  readonly example: number;
  readonly maximum: number;
}

const fields = {
  graceDays: {
    description:
      'After how many days an account that lost access is purged. It counts for accounts that lose it from now on.',
    example: 30,
    maximum: 365,
  },
  holdAccounts: {
    description: 'Purging stands still when so many accounts lose access within the window.',
    example: 50,
    maximum: 1_000_000,
  },
  holdPercent: {
    description: 'It stands still, too, when so many percent of the accounts do, and at least five of them.',
    example: 20,
    maximum: 100,
  },
  holdWindowMinutes: { description: 'How long the window is.', example: 1440, maximum: 43_200 },
} as const satisfies Record<string, WholeNumber>;

const Told = ({ description, example }: WholeNumber): PropertyDecorator =>
  ApiProperty({ description, type: 'integer', example });

const Changed = ({ description, example, maximum }: WholeNumber): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ description, type: 'integer', example, minimum: 1, maximum, required: false }),
    IsOptional(),
    Max(maximum),
    Min(1),
    IsInt(),
  );

/** What changes; what is left out stays. */
export class UpdateDeprovisioningSettings {
  @Changed(fields.graceDays)
  readonly graceDays?: number | null;

  @Changed(fields.holdAccounts)
  readonly holdAccounts?: number | null;

  @Changed(fields.holdPercent)
  readonly holdPercent?: number | null;

  @Changed(fields.holdWindowMinutes)
  readonly holdWindowMinutes?: number | null;
}

/** What becomes of accounts that lost access, and when that is held. */
export class DeprovisioningSettings {
  @Told(fields.graceDays)
  readonly graceDays!: number;

  @Told(fields.holdAccounts)
  readonly holdAccounts!: number;

  @Told(fields.holdPercent)
  readonly holdPercent!: number;

  @Told(fields.holdWindowMinutes)
  readonly holdWindowMinutes!: number;

  @VersionProperty()
  readonly version!: number;
}
