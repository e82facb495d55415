#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listProfiles } from '../runner/profile/load-profile.ts';
import { type Peer, peers } from './peer.ts';
import { toMarkdown } from './results.ts';
import { type PeerRun, runPeer } from './run-peer.ts';

const HELP = `Runs the conformance suite against SCIM servers of others, to see what it proves.

  node conformance/peers/main.ts [--peer scimmy.ts] [--profile NAME] [--out FILE]

They are installed from npm into a temporary folder, which is removed again. Without --out the result goes to standard output.
`;

const HOME = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    peer: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
  },
});

if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();

/** @returns 1 when the runner itself had something to say: against whatever server, it must not. */
async function main(): Promise<number> {
  const wanted = peers.filter(({ adapter }) => values.peer.length === 0 || values.peer.includes(adapter));
  const profiles = values.profile.length > 0 ? values.profile : await listProfiles(join(HOME, 'profiles'));
  const found = new Map<Peer, readonly PeerRun[]>();
  for (const peer of wanted) {
    found.set(peer, await runPeer(peer, profiles, what => process.stderr.write(`${what}\n`)));
  }
  const { version } = JSON.parse(await readFile(join(HOME, 'package.json'), 'utf8')) as { version: string };
  const markdown = toMarkdown(found, version, new Date().toISOString().slice(0, 10));
  if (values.out === undefined) process.stdout.write(markdown);
  else await writeFile(values.out, markdown);
  const crashes = [...found.values()].flat().filter(({ crash }) => crash !== undefined);
  for (const { profile, crash } of crashes) process.stderr.write(`The runner, ${profile}:\n${crash}\n`);
  return crashes.length > 0 ? 1 : 0;
}
