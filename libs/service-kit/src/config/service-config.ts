import { IsIn, IsNotEmpty, IsOptional, IsUrl } from 'class-validator';
import { IsProxyList, IsSubnetList } from './network-list.js';
import { IsSecretsKeyNames, IsSecretsKeys } from './read-secrets-keys.js';
import { Setting } from './setting.js';
import { WholeNumber } from './whole-number.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const environments = ['development', 'production', 'test'] as const;

/** Every setting of every service. A property's name is its environment variable; there is no other source. */
export class ServiceConfig {
  @Setting({
    meaning:
      'In `production` a missing `DATABASE_URL`, `PUBLIC_URL` or `SECRETS_KEY` stops the start, and nothing is seeded. Otherwise an embedded PostgreSQL and a demo enterprise are made.',
    example: 'production',
  })
  @IsIn(environments)
  readonly NODE_ENV: (typeof environments)[number] = 'development';

  @Setting({ meaning: 'The address to listen on. Containers need `0.0.0.0`.', example: '0.0.0.0' })
  @IsNotEmpty()
  readonly HOST: string = '127.0.0.1';

  @Setting({ meaning: 'The TCP port to listen on; `0` takes any free one.', example: '3000' })
  @WholeNumber({ min: 0, max: 65_535 })
  readonly PORT: number = 3000;

  @Setting({
    meaning:
      'The URL under which identity providers and browsers reach Postern, without a trailing slash. Every URL that Postern hands out begins with it.',
    example: 'https://sso.example.com',
    absent: '`http://127.0.0.1:PORT`; required in production',
  })
  @IsOptional()
  @IsUrl({
    require_tld: false,
    require_protocol: true,
    protocols: ['http', 'https'],
    allow_query_components: false,
    allow_fragments: false,
    // RFC 7644 §7.1: no URL that is handed out has a user name or password in it.
    disallow_auth: true,
  })
  readonly PUBLIC_URL?: string;

  @Setting({
    meaning: 'The PostgreSQL database (version 16 or newer) that keeps everything.',
    example: 'postgresql://postern:secret@db.example.com:5432/postern',
    absent: 'an embedded PostgreSQL in `POSTERN_DATA_DIR`; required in production',
  })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['postgres', 'postgresql'] })
  readonly DATABASE_URL?: string;

  @Setting({
    meaning:
      'The reverse proxies in front, whose `X-Forwarded-For` is believed: addresses, subnets, or `loopback`, `linklocal`, `uniquelocal`, separated by commas.',
    example: 'loopback,10.0.0.0/8',
    absent: 'none is believed',
  })
  @IsOptional()
  @IsProxyList()
  readonly TRUSTED_PROXIES?: string;

  @Setting({
    meaning:
      'Networks that are not public and may be called all the same when a customer names a URL in them, over plain http too: subnets, separated by commas. Only for identity providers inside the own network.',
    example: '10.20.0.0/16',
    absent: 'only https URLs with public addresses are called',
  })
  @IsOptional()
  @IsSubnetList()
  readonly ALLOWED_PRIVATE_NETWORKS?: string;

  @Setting({
    meaning: 'The most connections one process opens to PostgreSQL, besides three that many requests share.',
    example: '20',
  })
  @WholeNumber({ min: 2, max: 1000 })
  readonly DATABASE_POOL_SIZE: number = 20;

  @Setting({
    meaning:
      'The key that seals secrets which Postern must read again, as client secrets of OpenID providers: 32 random bytes in base64. Several, separated by commas: the first seals, all open; so a key is replaced. While a key is missing that has sealed, Postern does not start.',
    example: '$(openssl rand -base64 32)',
    absent: 'made once, in `POSTERN_DATA_DIR/secrets.key`; required in production',
  })
  @IsOptional()
  @IsSecretsKeys()
  readonly SECRETS_KEY?: string;

  @Setting({
    meaning: 'Former keys of `SECRETS_KEY`, by the names that a start tells: what they sealed is given up.',
    example: '1a2b3c4d5e6f7a8b',
    absent: 'every key that has sealed must be in `SECRETS_KEY`',
  })
  @IsOptional()
  @IsSecretsKeyNames()
  readonly RETIRED_SECRETS_KEYS?: string;

  @Setting({
    meaning: 'Where the embedded PostgreSQL, `demo.json` and `secrets.key` live.',
    example: '/var/lib/postern',
  })
  @IsNotEmpty()
  readonly POSTERN_DATA_DIR: string = '.data';

  @Setting({ meaning: `How much is logged: ${logLevels.join(', ')}.`, example: 'info' })
  @IsIn(logLevels)
  readonly LOG_LEVEL: (typeof logLevels)[number] = 'info';

  @Setting({
    meaning: 'How long a stopping service lets requests under way finish, in seconds.',
    example: '10',
  })
  @WholeNumber({ min: 0, max: 600 })
  readonly SHUTDOWN_TIMEOUT_SECONDS: number = 10;

  @Setting({
    meaning:
      'How long a stopping service goes on answering while `/readyz` already says 503, in seconds: as long as a load balancer takes to notice.',
    example: '5',
  })
  @WholeNumber({ min: 0, max: 600 })
  readonly SHUTDOWN_DELAY_SECONDS: number = 0;

  @Setting({
    meaning:
      'How long a client may take to send one request, headers and body, in seconds; then it is answered 408 and the connection is closed.',
    example: '30',
  })
  @WholeNumber({ min: 1, max: 600 })
  readonly REQUEST_RECEIVE_TIMEOUT_SECONDS: number = 30;

  @Setting({
    meaning: 'The most resources one SCIM list answer holds (`filter.maxResults`); a larger `count` is cut to it.',
    example: '200',
  })
  @WholeNumber({ min: 1, max: 10_000 })
  readonly SCIM_MAX_RESULTS: number = 200;

  @Setting({ meaning: 'The largest SCIM request body, in bytes; a larger one is answered 413.', example: '1048576' })
  @WholeNumber({ min: 1024, max: 100_000_000 })
  readonly SCIM_MAX_PAYLOAD_BYTES: number = 1_048_576;

  @Setting({ meaning: 'The most operations one SCIM PATCH may hold; more are answered 413.', example: '1000' })
  @WholeNumber({ min: 1, max: 100_000 })
  readonly SCIM_MAX_OPERATIONS: number = 1000;

  @Setting({ meaning: 'The most members one SCIM request may name; more are answered 413.', example: '10000' })
  @WholeNumber({ min: 1, max: 1_000_000 })
  readonly SCIM_MAX_MEMBERS: number = 10_000;

  @Setting({
    meaning:
      'How many SCIM requests a second one token may send on average, counted by each process; more are answered 429. `0`: no limit.',
    example: '100',
    absent: '`100` in production; no limit otherwise',
  })
  @IsOptional()
  @WholeNumber({ min: 0, max: 1_000_000 })
  readonly SCIM_REQUESTS_PER_SECOND?: number;

  @Setting({
    meaning:
      'How many SCIM requests one token may send at once. It may again when so many are due at `SCIM_REQUESTS_PER_SECOND`: after 5 seconds with the defaults.',
    example: '500',
  })
  @WholeNumber({ min: 1, max: 1_000_000 })
  readonly SCIM_REQUEST_BURST: number = 500;

  @Setting({
    meaning:
      'How many wrong tokens a minute are looked up for one remote address, counted by each process; then it is answered 429 unless its token was right before. Behind a proxy that `TRUSTED_PROXIES` does not name, the address is the proxy’s. `0`: no limit.',
    example: '1000',
  })
  @WholeNumber({ min: 0, max: 1_000_000 })
  readonly SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE: number = 1000;

  @Setting({
    meaning: 'How many SCIM requests of one connection a process works on at once; others wait their turn.',
    example: '10',
    absent: 'half of `DATABASE_POOL_SIZE`, at least 4',
  })
  @IsOptional()
  @WholeNumber({ min: 1, max: 1000 })
  readonly SCIM_CONCURRENT_REQUESTS?: number;

  @Setting({
    meaning: 'How many SCIM requests of one connection may wait their turn; more are answered 429.',
    example: '500',
  })
  @WholeNumber({ min: 0, max: 100_000 })
  readonly SCIM_WAITING_REQUESTS: number = 500;

  @Setting({
    meaning:
      'How long a SCIM request may take, in seconds, its waiting included; then it is answered 503. Okta hangs up after 60 seconds of silence.',
    example: '50',
  })
  @WholeNumber({ min: 1, max: 100 })
  readonly SCIM_REQUEST_TIMEOUT_SECONDS: number = 50;

  @Setting({ meaning: 'How many days SCIM requests are kept in the log; `0`: not at all.', example: '30' })
  @WholeNumber({ min: 0, max: 3650 })
  readonly REQUEST_LOG_DAYS: number = 30;

  @Setting({
    meaning:
      'How many requests to `/api` a second one API key may send on average, counted by each process; more are answered 429. `0`: no limit.',
    example: '50',
    absent: '`50` in production; no limit otherwise',
  })
  @IsOptional()
  @WholeNumber({ min: 0, max: 1_000_000 })
  readonly ADMIN_REQUESTS_PER_SECOND?: number;

  @Setting({
    meaning:
      'How many requests to `/api` one API key may send at once. It may again when so many are due at `ADMIN_REQUESTS_PER_SECOND`: after 4 seconds with the defaults.',
    example: '200',
  })
  @WholeNumber({ min: 1, max: 1_000_000 })
  readonly ADMIN_REQUEST_BURST: number = 200;

  @Setting({
    meaning:
      'How many wrong API keys a minute are looked up for one remote address, counted by each process; then it is answered 429 unless its key was right before. Behind a proxy that `TRUSTED_PROXIES` does not name, the address is the proxy’s. `0`: no limit.',
    example: '100',
  })
  @WholeNumber({ min: 0, max: 1_000_000 })
  readonly ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE: number = 100;

  @Setting({
    meaning:
      'How long a request to `/api` may take, in seconds; then it is answered 503. An answer that has begun goes on.',
    example: '30',
  })
  @WholeNumber({ min: 1, max: 100 })
  readonly ADMIN_REQUEST_TIMEOUT_SECONDS: number = 30;

  @Setting({
    meaning:
      'How many requests a minute to `/sso` are answered for one remote address, counted by each process; then it is answered 429. A whole company may come from one address. Behind a proxy that `TRUSTED_PROXIES` does not name, the address is the proxy’s. `0`: no limit.',
    example: '1200',
  })
  @WholeNumber({ min: 0, max: 1_000_000 })
  readonly SSO_REQUESTS_PER_MINUTE: number = 1200;
}
