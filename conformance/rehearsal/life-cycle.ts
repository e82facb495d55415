import type { Exchange, Json } from '../runner/profile/exchange.ts';
import type { Profile } from '../runner/profile/profile.ts';
import type { Step, Story } from '../runner/profile/story.ts';
import { groupNamesOf } from '../runner/scene/group-names.ts';
import type { Part, Rehearsed } from './parts.ts';

/** The steps of a rehearsal, and what goes with every request. */
export function toLifeCycle(profile: Profile, { users, groups }: Rehearsed): Json {
  const { identityProvider, headers, bodyHeaders, externalIds } = profile.description;
  const description = { identityProvider, headers, bodyHeaders, externalIds, groupNames: [...groupNamesOf(profile)] };
  const steps = [
    ...users.flatMap(part => toSteps(profile, part)).map(step => ({ ...step, isOfGroups: false })),
    ...groups.flatMap(part => toSteps(profile, part)).map(step => ({ ...step, isOfGroups: true })),
  ];
  return JSON.parse(JSON.stringify({ ...description, steps })) as Json;
}

function toSteps(profile: Profile, part: Part): object[] {
  if (typeof part === 'string') return [ofExchange(profile, part)];
  if ('exchange' in part) return [{ ...ofExchange(profile, part.exchange), as: part.as }];
  const story = found(profile.stories.get(part.story), part.story);
  const steps = story.steps.filter(step => part.check === undefined || ('check' in step && step.check === part.check));
  if (steps.length === 0) throw new Error(`${part.story} has no such check: ${part.check}`);
  return steps.map(step => ofStory(profile, story, step));
}

function ofStory(profile: Profile, story: Story, step: Step): object {
  if ('check' in step) {
    const { check: title, path, response } = step;
    return { name: 'check', title, when: null, request: { method: 'GET', path }, response, whenWrong: story.whenWrong };
  }
  if (!('exchange' in step)) throw new Error(`No rehearsal can do that: ${JSON.stringify(step)}`);
  const { exchange, response, as } = step;
  return { ...ofExchange(profile, exchange), ...(response && { response }), ...(as && { as }) };
}

function ofExchange(profile: Profile, name: string): object {
  const { title, when, request, response, captures, whenWrong }: Exchange = found(profile.exchanges.get(name), name);
  return { name, title, when, request, response, captures, whenWrong };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
}
