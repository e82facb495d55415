import type { DirectoryMember } from '#libs/persistence';
import {
  groupResourceType,
  type ListResponse,
  projectResource,
  type Projection,
  returnsAttribute,
} from '#libs/scim-protocol';
import type { WireResource } from '../http/resource-reply.js';
import { toScimMember } from './group.mapper.js';

/** Gives the members of a group in batches. */
type ReadMembers = (group: WireResource) => AsyncIterable<readonly DirectoryMember[]>;

/** How a group is written: with which attributes, and with members of which base URL. */
export interface GroupForm {
  readonly projection: Projection;
  readonly baseUrl: string;
  readonly members: ReadMembers;
}

/**
 * Gives a group as JSON in pieces, so that a group of any size costs little memory. Its members are not even read when they
 * are not asked for (`excludedAttributes=members`, RFC 7644 §3.9), and are a list, maybe empty, when they are.
 */
export async function* writeGroup(group: WireResource, form: GroupForm): AsyncIterable<string> {
  const { projection, baseUrl } = form;
  const text = JSON.stringify(projectResource(group, groupResourceType, projection));
  if (!returnsAttribute('members', groupResourceType, projection)) {
    yield text;
    return;
  }
  yield `${text.slice(0, -1)},"members":[`;
  let separator = '';
  for await (const batch of form.members(group)) {
    const members = batch.map(member => toScimMember(member, baseUrl));
    const projected = projectResource({ members }, groupResourceType, projection)['members'];
    // Of `members.display`, a whole batch may have nothing.
    if (!projected) continue;
    yield separator + JSON.stringify(projected).slice(1, -1);
    separator = ',';
  }
  yield ']}';
}

/** Gives a list of groups as JSON in pieces. */
export async function* writeGroups(list: ListResponse<WireResource>, form: GroupForm): AsyncIterable<string> {
  const { Resources, ...envelope } = list;
  yield `${JSON.stringify(envelope).slice(0, -1)},"Resources":[`;
  let separator = '';
  for (const group of Resources) {
    yield separator;
    yield* writeGroup(group, form);
    separator = ',';
  }
  yield ']}';
}
