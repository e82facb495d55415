import { namedAttributes } from '../scene/names.ts';
import { templateFilters, templatesIn } from '../template.ts';
import type { Exchange, Given } from './exchange.ts';
import type { Profile } from './profile.ts';
import type { Step, Story } from './story.ts';

const ofServer = new Set(['id', 'resource']);
const attributes = new Set<string>([...namedAttributes, ...ofServer]);

/** What is wrong with what an exchange says about other things: people who are not there, templates that do not exist. */
export function findExchangeProblems(exchange: Exchange): string[] {
  const known = new Set(namesOf(exchange.given ?? []));
  const asked = templatesIn([exchange.request, exchange.response]).map(({ expression }) => expression.split('.'));
  const missing = asked.filter(([name = '', attribute = '']) => ofServer.has(attribute) && !known.has(name));
  return [
    ...findGivenProblems(exchange.given ?? []),
    ...findTemplateProblems([exchange.request, exchange.response, exchange.given]),
    ...new Set(missing.map(([name, attribute]) => `{{${name}.${attribute}}} is used, but ${name} is not given`)),
  ];
}

/** The same for a story: its exchanges and crowds must be there, too. */
export function findStoryProblems(story: Story, { exchanges }: Pick<Profile, 'exchanges'>): string[] {
  const given = story.given ?? [];
  const crowds = new Set(given.flatMap(each => ('crowd' in each ? [each.crowd] : [])));
  return [
    ...findGivenProblems(given),
    ...findTemplateProblems([story.given, story.steps]),
    ...story.steps.flatMap((step, index) => {
      const problems = [];
      const exchange = exchangeOf(step);
      if (exchange !== undefined && !exchanges.has(exchange)) problems.push(`there is no exchange "${exchange}"`);
      if ('crowd' in step && !crowds.has(step.crowd)) problems.push(`there is no crowd "${step.crowd}" in given`);
      return problems.map(problem => `steps[${index}]: ${problem}`);
    }),
  ];
}

/** The exchange that a step sends; a check sends none. */
export function exchangeOf(step: Step): string | undefined {
  if ('exchange' in step) return step.exchange;
  if ('parallel' in step) return step.parallel;
  if ('import' in step) return step.import;
  return 'flood' in step ? step.flood : undefined;
}

function findGivenProblems(given: readonly Given[]): string[] {
  return given.flatMap((each, index) => {
    if (!('group' in each)) return [];
    const before = new Set(given.slice(0, index).flatMap(one => ('crowd' in one ? [one.crowd] : namesOf([one]))));
    const missing = (each.members ?? []).filter(member => !before.has(member));
    return missing.map(member => `given[${index}]: the member ${member} is not given before it`);
  });
}

function findTemplateProblems(value: unknown): string[] {
  const found = templatesIn(value).flatMap(({ expression, filters }) => [
    ...(isKnown(expression) ? [] : [`{{${expression}}} is not a template`]),
    ...filters.filter(filter => !templateFilters.includes(filter)).map(filter => `there is no filter "${filter}"`),
  ]);
  return [...new Set(found)];
}

function isKnown(expression: string): boolean {
  if (['baseUrl', 'random.uuid', 'random.text', 'page.startIndex', 'page.count'].includes(expression)) return true;
  const [name = '', attribute = '', ...more] = expression.split('.');
  const isReserved = ['baseUrl', 'random', 'page'].includes(name);
  return !isReserved && /^[a-z][A-Za-z0-9_-]*$/.test(name) && attributes.has(attribute) && more.length === 0;
}

function namesOf(given: readonly Given[]): string[] {
  return given.flatMap(each => {
    if ('user' in each) return [each.user];
    if ('group' in each) return [each.group];
    return Array.from({ length: each.users }, (_, index) => `${each.crowd}${index + 1}`);
  });
}
