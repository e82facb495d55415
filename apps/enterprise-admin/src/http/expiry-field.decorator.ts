import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { defaultTokenDays } from '#libs/tokens';
import { isMoment } from './moment-field.decorator.js';

const DAY_MS = 86_400_000;
const MAX_DAYS = 1096;

/** When a new secret ends: in the future, and not so far that nobody remembers it. */
export function ExpiryField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: `When it ends, at most three years from now; ${defaultTokenDays} days from now unless said otherwise.`,
      type: String,
      format: 'date-time',
    }),
    IsOptional(),
    ValidateBy({
      name: 'expiry',
      validator: {
        validate: isExpiry,
        defaultMessage: () => '$property must be a date and time (RFC 3339) in the next three years',
      },
    }),
  );
}

/** The moment that was asked for, or one year from now. */
export function expiryOf({ expiresAt }: { readonly expiresAt?: string | null }): Date {
  return new Date(expiresAt ?? Date.now() + defaultTokenDays * DAY_MS);
}

function isExpiry(value: unknown): boolean {
  if (!isMoment(value)) return false;
  const days = (Date.parse(value) - Date.now()) / DAY_MS;
  return days > 0 && days <= MAX_DAYS;
}
