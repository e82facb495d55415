import type { SignInTestResult, TestedPerson } from '#libs/persistence';
import { testablePerson } from './testable-person.js';

/** What an identity provider sent of a person, as a list of names with their values. */
export function shownValues(person: TestedPerson): SignInTestResult['received'] {
  const { nameId, attributes = [], claims = {} } = testablePerson(person);
  return [
    ...(nameId === undefined ? [] : [{ name: 'NameID', values: [nameId] }]),
    ...attributes.map(({ name, values }) => ({ name, values })),
    ...Object.entries(claims).map(([name, value]) => ({ name, values: textsOf(value) })),
  ];
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map(each => (typeof each === 'string' ? each : JSON.stringify(each)));
}
