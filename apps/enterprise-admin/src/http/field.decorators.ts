import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** A name for people: one line, without spaces around it. */
export function NameField(
  description: string,
  example: string,
  { isOptional = false, isNullable = false }: { readonly isOptional?: boolean; readonly isNullable?: boolean } = {},
): PropertyDecorator {
  const nullable = isNullable ? { nullable: true } : {};
  return applyDecorators(
    ApiProperty({
      description,
      example,
      type: String,
      required: !isOptional,
      minLength: 1,
      maxLength: 200,
      ...nullable,
    }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    Matches(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, { message: '$property must not hold control characters' }),
    MaxLength(200),
    MinLength(1),
    IsString(),
    ...(isOptional ? [IsOptional()] : []),
  );
}

/** A short name for URLs and for typing. */
export function KeyField(description: string, example: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ description, example, pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$' }),
    Matches(/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/, {
      message: '$property must have 1 to 63 letters a to z, digits and hyphens, and no hyphen at its ends',
    }),
  );
}

/** A UUID of an answer. */
export const IdProperty = (description: string): PropertyDecorator =>
  ApiProperty({ description, format: 'uuid', example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' });

/** A moment of an answer. */
export const MomentProperty = (description: string): PropertyDecorator =>
  ApiProperty({ description, type: String, format: 'date-time', example: '2026-11-24T09:30:00.000Z' });

/** A moment of an answer that may not have come. */
export const MaybeMomentProperty = (description: string): PropertyDecorator =>
  ApiProperty({ description, type: String, nullable: true, format: 'date-time', example: '2026-11-24T09:30:00.000Z' });

/** The version of an answer. */
export const VersionProperty = (): PropertyDecorator =>
  ApiProperty({
    description: 'Grows with every change; the entity tag is this number in quotes.',
    type: 'integer',
    example: 1,
  });

/** Where the next page of a list begins. */
export const NextCursorProperty = (): PropertyDecorator =>
  ApiProperty({
    description: 'The `cursor` of the next page; null on the last.',
    type: String,
    nullable: true,
    example: null,
  });
