import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** A setting that is a whole number, as text in the environment. */
export function WholeNumber({ min, max }: { readonly min: number; readonly max: number }): PropertyDecorator {
  return applyDecorators(
    Type(() => Number),
    // What is said of text that is no number at all.
    IsInt(),
    Min(min),
    Max(max),
  );
}
