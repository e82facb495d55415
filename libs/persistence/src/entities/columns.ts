import { p } from '@mikro-orm/core';

/** A moment. It is read and written as ISO 8601 text in UTC with milliseconds, the form every answer needs. */
export const moment = () => p.string().columnType('timestamptz(3)');

/** The moment of the insert, by the database's clock. */
export const createdMoment = () => moment().defaultRaw('now()');

/** Text that is compared by code point, in every database. */
export const keyText = () => p.text().collation('C');

/** Lexemes of a resource, for filters by index. */
export const terms = () => p.string().columnType('tsvector');
