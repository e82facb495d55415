import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { AdminProblem } from './admin-problem.js';
import type { InvalidPart } from './problem-options.js';

/** Makes a body or a query an instance of its class, and refuses what the class does not declare. */
export class RequestValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || !metatype || metatype === Object) return value;
    const instance = plainToInstance(metatype as ClassConstructor<object>, { ...(value as object | undefined) });
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
    });
    if (errors.length > 0) throw AdminProblem.invalidRequest(errors.flatMap(error => invalidParts(error, type, '')));
    return instance;
  }
}

function invalidParts(error: ValidationError, type: 'body' | 'query', parent: string): InvalidPart[] {
  // RFC 6901 §3
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map(detail => {
    const sentence = `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
    return type === 'body' ? { pointer, detail: sentence } : { parameter: error.property, detail: sentence };
  });
  return [...own, ...(error.children ?? []).flatMap(child => invalidParts(child, type, pointer))];
}
