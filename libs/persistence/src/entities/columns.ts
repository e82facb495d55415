import { p } from '@mikro-orm/core';

/** A moment. It is read and written as ISO 8601 text in UTC with milliseconds, the form every answer needs. */
export const moment = () => p.string().columnType('timestamptz(3)');

/** The moment of the insert, by the database's clock. */
export const createdMoment = () => moment().defaultRaw('now()');
