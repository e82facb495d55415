import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { SAML } from '@node-saml/node-saml';
import { Database, type ConnectionKey } from '#libs/persistence';
import { cpuSeconds } from '../running-service/process-usage.ts';
import { RunningService } from '../running-service/running-service.ts';
import { aServiceProvider } from '../testing/saml/a-service-provider.ts';
import { aResponse, anAssertion, posted, signed } from '../testing/saml/a-response.ts';
import { keys } from '../testing/saml/keys.ts';
import { memoryStore } from '../testing/saml/memory-store.ts';
import { target } from '../testing/saml/target.ts';
import { median } from './measurement.ts';

const HELP = `Measures SAML sign-ins: whole ones over HTTP, each of a new person, beside node-saml alone with the same responses.

  npm run bench:sso [-- options]

  --count N        sign-ins of each measurement (300)
  --concurrency N  sign-ins under way at once (8)
  --runs N         repetitions, of which the median counts (5)
  --write          put the result into docs/performance.md
`;

const DOCUMENT = join(import.meta.dirname, '../../docs/performance.md');
const HEADING = '## Single sign-on';

/** What one measurement came to. */
interface Figures {
  readonly perSecond: number;
  /** CPU microseconds of one. */
  readonly cpu: number;
  readonly postgresCpu: number;
}

/** A sign-in that waits for its answer. */
interface Begun {
  readonly requestId: string;
  readonly relayState: string;
  readonly cookie: string;
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    concurrency: { type: 'string', default: '8' },
    runs: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [count, concurrency, runs] = [values.count, values.concurrency, values.runs].map(Number) as [
  number,
  number,
  number,
];

async function bench(): Promise<void> {
  const service = await RunningService.start(() => {}, 'plain', { SSO_REQUESTS_PER_MINUTE: '0' });
  process.once('SIGINT', () => void service.stop().finally(() => process.exit(130)));
  try {
    const { origin } = new URL(service.access.baseUrl);
    const { pid: postmaster, adminUrl } = await service.postgres();
    const connection = await connect(adminUrl.replace(/\/postgres$/, '/postern'));
    const place = `${origin}/sso/${connection.connectionId}`;
    Object.assign(target, { entityId: `${place}/saml/metadata`, acsUrl: `${place}/saml/acs` });
    const rows = { bare: [] as Figures[], validation: [] as Figures[], whole: [] as Figures[] };
    for (let run = 0; run <= runs; run++) {
      const figures = {
        bare: await measureAlone(bareLoop),
        validation: await measureAlone(validationLoop),
        whole: await measureWhole(place, { service: service.pid, postmaster }),
      };
      // The first warms everything up.
      if (run > 0) for (const name of ['bare', 'validation', 'whole'] as const) rows[name].push(figures[name]);
    }
    await report(rows);
  } finally {
    await service.stop();
  }
}

/** An enabled connection to an identity provider whose key is here. */
async function connect(url: string): Promise<ConnectionKey> {
  const database = await Database.connect({ url, poolSize: 2 });
  const { enterprises, connections } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: `bench-${randomUUID()}`, name: 'Bench' });
  const key = await enterprises.insertConnection(enterpriseId, {
    name: 'Bench',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
  const ssoSettings = {
    protocol: 'saml',
    entityId: target.idpEntityId,
    signOnUrl: 'https://idp.example.com/sso',
    certificates: [keys.idp.cert],
  } as const;
  await connections.update(key, { ssoSettings });
  await database.close();
  return key;
}

function responseTo(inResponseTo: string, person: string): string {
  const assertion = signed(anAssertion({ inResponseTo, nameId: `${person}@example.com` }));
  return posted(aResponse(assertion, { inResponseTo }));
}

type Loop = (responses: readonly string[]) => Promise<void>;

/** In this process: nothing else runs in it meanwhile. */
async function measureAlone(loop: Loop): Promise<Figures> {
  const responses = Array.from({ length: count }, (_, index) => responseTo(`_${index}`, randomUUID()));
  const [began, usage] = [performance.now(), process.cpuUsage()];
  await loop(responses);
  const [seconds, { user, system }] = [(performance.now() - began) / 1000, process.cpuUsage(usage)];
  return { perSecond: count / seconds, cpu: (user + system) / count, postgresCpu: 0 };
}

/** What everybody pays who takes node-saml. */
const bareLoop: Loop = async responses => {
  const saml = new SAML({
    idpCert: [keys.idp.cert],
    issuer: target.entityId,
    callbackUrl: target.acsUrl,
    wantAuthnResponseSigned: false,
  });
  for (const SAMLResponse of responses) await saml.validatePostResponseAsync({ SAMLResponse });
};

/** Every check of libs/saml-sp, with what is remembered in memory. */
const validationLoop: Loop = async responses => {
  const store = memoryStore();
  for (const index of responses.keys()) await store.saveRequest(`_${index}`, hashOfNothing, new Date());
  const provider = aServiceProvider({
    store,
    entityId: target.entityId,
    acsUrl: target.acsUrl,
    idp: { entityId: target.idpEntityId, signOnUrl: 'https://idp.example.com/', certificates: [keys.idp.cert] },
  });
  for (const response of responses) await provider.validateResponse(response, { relayState: null });
};
const hashOfNothing = createHash('sha256').digest();

/** Over HTTP, from the response that is posted to the account and session that are made. */
async function measureWhole(place: string, pids: { service: number; postmaster: number }): Promise<Figures> {
  const begun: Begun[] = [];
  await inLanes(count, async () => void begun.push(await begin(place)));
  const bodies = begun.map(({ requestId, relayState, cookie }) => ({
    cookie,
    body: new URLSearchParams({ SAMLResponse: responseTo(requestId, randomUUID()), RelayState: relayState }),
  }));
  const read = () => [cpuSeconds(pids.service, pids.postmaster), cpuSeconds(pids.postmaster)] as const;
  const [began, [service, postgres]] = [performance.now(), read()];
  await inLanes(count, async index => {
    const { cookie, body } = bodies[index] ?? {};
    const answer = await fetch(`${place}/saml/acs`, {
      method: 'POST',
      ...(body && { body }),
      headers: { cookie: cookie ?? '' },
    });
    await answer.text();
    if (answer.status !== 200) throw new Error(`A sign-in was answered ${answer.status}.`);
  });
  const [seconds, [serviceNow, postgresNow]] = [(performance.now() - began) / 1000, read()];
  const each = (used: number) => (used / count) * 1_000_000;
  return { perSecond: count / seconds, cpu: each(serviceNow - service), postgresCpu: each(postgresNow - postgres) };
}

async function begin(place: string): Promise<Begun> {
  const answer = await fetch(`${place}/start`, { redirect: 'manual' });
  const { searchParams } = new URL(answer.headers.get('location') ?? '');
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  return {
    requestId: /ID="([^"]+)"/.exec(xml)?.[1] ?? '',
    relayState: searchParams.get('RelayState') ?? '',
    cookie: (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '',
  };
}

async function inLanes(length: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < length; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

async function report(rows: Readonly<Record<'bare' | 'validation' | 'whole', readonly Figures[]>>): Promise<void> {
  const of = (name: keyof typeof rows, figure: keyof Figures) => median(rows[name].map(each => each[figure]));
  const bare = of('bare', 'cpu');
  const line = (title: string, name: keyof typeof rows) =>
    `| ${title} | ${of(name, 'perSecond').toFixed(0)} | ${of(name, 'cpu').toFixed(0)} | ${(of(name, 'cpu') / bare).toFixed(2)} | ${of(name, 'postgresCpu').toFixed(0)} |`;
  const table = [
    '| | each second | CPU µs of one | ratio to node-saml alone | µs of PostgreSQL beside it |',
    '| --- | ---: | ---: | ---: | ---: |',
    line('node-saml alone, one after the other', 'bare'),
    line('`libs/saml-sp`, every check, one after the other', 'validation'),
    line(`a whole sign-in of a new person over HTTP, ${concurrency} at once`, 'whole'),
  ].join('\n');
  console.log(table);
  if (values.write) await write(table, of('whole', 'cpu') <= 2 * bare);
}

async function write(table: string, isReached: boolean): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8');
  const before = document.split(`\n${HEADING}\n`)[0]?.trimEnd() ?? '';
  const text = `What signing in with SAML costs (\`npm run bench:sso -- --write\`, which writes this section): ${count} responses with a signed assertion, RSA-2048 and SHA-256, the median of ${runs} runs. A whole sign-in is the post of the response: reading the form, every check, the request and the assertion used up in PostgreSQL, the account made, its session, the audit event and the trace. The target is that it costs the service at most twice what node-saml alone does${isReached ? '' : ', which is not reached'}.`;
  await writeFile(DOCUMENT, `${before}\n\n${HEADING}\n\n${text}\n\n${table}\n`);
}

if (values.help) console.log(HELP);
else await bench();
