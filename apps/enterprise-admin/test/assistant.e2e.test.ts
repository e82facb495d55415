import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountServices } from '#libs/service-kit';
import { assistantMount } from '../src/assistant.module.js';

const SCRIPT = 'export {};';

let directory: string;
let built: Server;
let notBuilt: Server;

async function serve(publicUrl: string, from: string): Promise<Server> {
  const mount = assistantMount({ publicUrl, directory: from });
  const logger = pino({ level: 'silent' });
  const { listener } = await mountServices([mount], { logger, ready: () => Promise.resolve() });
  return createServer(listener);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-assistant-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<base href="/assistant/" /><script src="./assets/a.js"></script>');
  await writeFile(join(directory, 'assets/a.js'), SCRIPT);
  await writeFile(join(directory, 'assets/a.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(directory, 'icon.svg'), '<svg/>');
  built = await serve('https://sso.example.com/postern', directory);
  notBuilt = await serve('https://sso.example.com', join(directory, 'nothing'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('the setup assistant', () => {
  it.each(['/assistant', '/assistant/', '/assistant/single-sign-on/test'])(
    'answers %s with its page, which knows where it lies and is asked for again each time',
    async path => {
      const { text, headers } = await supertest(built)
        .get(path)
        .expect(200)
        .expect('Content-Type', /^text\/html/);
      expect(text).toContain('<base href="/postern/assistant/"');
      expect(headers['cache-control']).toBe('no-cache');
    },
  );

  it('lets no script run but its own, and no page frame it', async () => {
    const { headers } = await supertest(built).get('/assistant/');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(policy.join()).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  });

  it('has files with a hash in their name kept for ever, compressed where the browser takes it', async () => {
    const compressed = await supertest(built).get('/assistant/assets/a.js').set('Accept-Encoding', 'gzip').expect(200);
    expect(compressed.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': expect.stringContaining('text/javascript'),
      vary: 'Accept-Encoding',
    });
    const plain = await supertest(built).get('/assistant/assets/a.js').set('Accept-Encoding', 'identity').expect(200);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text).toBe(SCRIPT);
  });

  it('has other files asked for again', async () => {
    await supertest(built).get('/assistant/icon.svg').expect(200).expect('Cache-Control', 'no-cache');
  });

  it.each(['/assistant/assets/b.js', '/assistant/index.html', '/assistant/..%2f..%2fpackage.json'])(
    'has no %s',
    async path => {
      await supertest(built)
        .get(path)
        .expect(404)
        .expect('Content-Type', /^text\/plain/);
    },
  );

  it('takes nothing', async () => {
    await supertest(built).post('/assistant/').expect(405).expect('Allow', 'GET, HEAD');
  });

  it('that was not built says how to build it', async () => {
    const { text } = await supertest(notBuilt).get('/assistant/').expect(404);
    expect(text).toContain('npm run build');
  });
});
