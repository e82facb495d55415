import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { defaultTokenDays } from '#libs/tokens';
import { isMoment } from './moment-field.decorator.js';

const DAY_MS = 86_400_000;

/** How long a new secret may live, and does unless its maker says otherwise. */
interface Lifetime {
  readonly maxDays: number;
  /** The same in words. */
  readonly most: string;
  readonly defaultDays: number;
}

const ofTokens: Lifetime = { maxDays: 1096, most: 'three years', defaultDays: defaultTokenDays };

/** When a new secret ends: in the future, and not so far that nobody remembers it. */
export function ExpiryField({ maxDays, most, defaultDays }: Lifetime = ofTokens): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: `When it ends, at most ${most} from now; ${defaultDays} days from now unless said otherwise.`,
      type: String,
      format: 'date-time',
    }),
    IsOptional(),
    ValidateBy({
      name: 'expiry',
      validator: {
        validate: value => isExpiry(value, maxDays),
        defaultMessage: () => `$property must be a date and time (RFC 3339) in the next ${most}`,
      },
    }),
  );
}

/** The moment that was asked for, or so many days from now. */
export function expiryOf(
  { expiresAt }: { readonly expiresAt?: string | null },
  defaultDays: number = defaultTokenDays,
): Date {
  return new Date(expiresAt ?? Date.now() + defaultDays * DAY_MS);
}

function isExpiry(value: unknown, maxDays: number): boolean {
  if (!isMoment(value)) return false;
  const days = (Date.parse(value) - Date.now()) / DAY_MS;
  return days > 0 && days <= maxDays;
}
