import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProfile } from '../runner/profile/load-profile.ts';
import { readHar } from './har.ts';
import { har, personal } from './test/tenant-traffic.ts';
import { CannotWrite, writeRecording } from './write-recording.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'));
});
afterEach(async () => rm(folder, { recursive: true }));

describe('what is recorded from an archive', () => {
  it('has nothing personal in it, and is a profile', async () => {
    const told = await writeRecording(readHar(har), { folder, profile: 'recorded' });
    expect(told).toContainEqual(expect.stringContaining('1 requests are not SCIM'));
    expect(told).toContainEqual(expect.stringContaining('no JSON'));
    const files = await readdir(join(folder, 'recorded'));
    const written = await Promise.all(files.map(async file => readFile(join(folder, 'recorded', file), 'utf8')));
    const survivors = personal.filter(text =>
      `${files.join()}${written.join('\n')}`.toLowerCase().includes(text.toLowerCase()),
    );
    expect(survivors).toEqual([]);
    const profile = await loadProfile(folder, 'recorded');
    expect([...profile.exchanges.keys()]).toMatchInlineSnapshot(`
      [
        "01-read-service-provider-config",
        "02-find-user-absent",
        "03-create-user",
        "04-create-user-taken",
        "05-read-user",
        "06-find-user",
        "07-change-user",
        "08-change-user",
        "09-read-user",
        "10-find-group-absent",
        "11-create-group",
        "12-change-group",
        "13-change-group",
        "14-list-users",
        "15-read-user-absent",
        "16-list-users-refused",
      ]
    `);
    expect(profile.description.headers).toEqual({
      Accept: 'application/scim+json',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    });
  });

  it('is not written over something else, nor when there is nothing', async () => {
    const traffic = readHar(har);
    await writeRecording(traffic, { folder, profile: 'recorded' });
    await expect(writeRecording(traffic, { folder, profile: 'recorded' })).rejects.toThrow('is not empty');
    await expect(writeRecording([], { folder, profile: 'other' })).rejects.toThrow(CannotWrite);
  });

  it('has no free text of headers in it', async () => {
    const requestHeaders = {
      'User-Agent': 'Okta SCIM Client 1.0.0 Wolkenbruch-Tenant',
      'Accept-Encoding': 'gzip, AnnelieseQuast',
      Accept: 'application/scim+json, application/vnd.wolkenbruch+json',
      'Content-Type': 'application/scim+json; charset=wolkenbruch',
    };
    const traffic = readHar(har).map(each => ({ ...each, requestHeaders }));
    await writeRecording(traffic, { folder, profile: 'recorded' });
    const { description } = await loadProfile(folder, 'recorded');
    expect([description.headers, description.bodyHeaders]).toEqual([{}, {}]);
    const files = await readdir(join(folder, 'recorded'));
    const written = await Promise.all(files.map(async file => readFile(join(folder, 'recorded', file), 'utf8')));
    expect(written.join('\n')).not.toMatch(/wolkenbruch|quast/i);
  });

  it('is not written as a profile that is called as in the traffic', async () => {
    const writing = writeRecording(readHar(har), { folder, profile: 'wolkenbruch' });
    await expect(writing).rejects.toThrow(/a text of request 3 is in profile\.json.*Another --profile may help/);
    expect(await readdir(folder)).toEqual([]);
  });
});
