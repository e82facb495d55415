import { show } from '../expectation.ts';
import type { Exchange, Json } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import type { ImportStep } from '../profile/story.ts';
import { objectOf } from '../scene/directory.ts';
import type { Scene } from '../scene/scene.ts';
import { isList, isObject } from '../template.ts';
import { type Attempt, sendExchange } from './send-exchange.ts';
import type { Session } from './session.ts';

interface Importing {
  readonly session: Session;
  readonly profile: Profile;
  readonly scene: Scene;
}

interface Page {
  readonly total: Json | undefined;
  readonly ids: readonly string[];
}

/** A server that never comes to an end is stopped after so many pages more than there should be. */
const PAGES_TO_SPARE = 1000;

/** Reads a list page by page, as an import does, and looks whether everybody came once. The last attempt has what is wrong. */
export async function runImport(
  { session, profile, scene }: Importing,
  exchange: Exchange,
  { count, crowd }: ImportStep,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const pages: Page[] = [];
  const members = scene.crowd(crowd);
  const most = Math.ceil(members.length / count) + PAGES_TO_SPARE;
  for (let startIndex = 1; attempts.length < most;) {
    const page = { startIndex, count };
    const attempt = await sendExchange({ session, description: profile.description }, exchange, scene, { page });
    attempts.push(attempt);
    const read = readPage(attempt);
    if (attempt.problems.length > 0 || !read) return attempts;
    pages.push(read);
    startIndex += read.ids.length;
    if (read.ids.length === 0 || startIndex > Number(read.total)) break;
  }
  const problems = [
    ...findTotalProblems(pages, members.length, session.isOurs ? scene.made.users : undefined),
    ...findMemberProblems(
      pages,
      members.map(member => show(scene.idOf(member))),
    ),
    ...findFillingProblems(pages, count),
  ];
  return problems.length === 0 ? attempts : [...attempts, { problems, isStatusExpected: true, lacks: [] }];
}

function readPage({ answer }: Attempt): Page | undefined {
  const list = objectOf(answer);
  if (!list) return undefined;
  const resources = list['Resources'];
  const ids = (isList(resources) ? resources : []).map(resource => (isObject(resource) ? show(resource['id']) : ''));
  return { total: list['totalResults'], ids };
}

function findTotalProblems(pages: readonly Page[], crowd: number, all: number | undefined): string[] {
  const totals = [...new Set(pages.map(({ total }) => total))];
  if (totals.length > 1) return [`totalResults changes from page to page: ${totals.map(show).join(', ')}.`];
  const total = Number(totals[0]);
  if (total < crowd) return [`totalResults is ${show(totals[0])}; expected at least the ${crowd} users who were made.`];
  return all === undefined || total === all
    ? []
    : [`totalResults is ${total}; expected the ${all} users who were made.`];
}

/**
 * All pages but the last must be full; a server may have less on a page than is asked for, but then the same on each. One that
 * passes over the count is not looked at.
 */
function findFillingProblems([first, ...others]: readonly Page[], count: number): string[] {
  const size = first?.ids.length ?? 0;
  if (size > count) return [];
  return others.flatMap(({ ids: { length } }, index) => {
    const isLast = index === others.length - 1;
    if (isLast ? length <= size : length === size) return [];
    const wanted = isLast ? `${size} at most` : size;
    return [`Page ${index + 2} has ${length} users; expected ${wanted}, as page 1 has and count (${count}) allows.`];
  });
}

function findMemberProblems(pages: readonly Page[], expected: readonly string[]): string[] {
  const seen = new Map<string, number>();
  for (const id of pages.flatMap(({ ids }) => ids)) seen.set(id, (seen.get(id) ?? 0) + 1);
  const missing = expected.filter(id => !seen.has(id)).length;
  const repeated = [...seen.values()].filter(times => times > 1).length;
  return [
    ...(missing > 0 ? [`${missing} of ${expected.length} users came on none of the ${pages.length} pages.`] : []),
    ...(repeated > 0 ? [`${repeated} users came more than once on the ${pages.length} pages.`] : []),
  ];
}
