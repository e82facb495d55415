import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsUrl, Max, Min } from 'class-validator';
import { Setting } from './setting.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const environments = ['development', 'production', 'test'] as const;

/** Every setting of every service. A property's name is its environment variable; there is no other source. */
export class ServiceConfig {
  @Setting({
    meaning:
      'In `production` a missing `DATABASE_URL` or `PUBLIC_URL` stops the start, and nothing is seeded. Otherwise an embedded PostgreSQL and a demo enterprise are made.',
    example: 'production',
  })
  @IsIn(environments)
  readonly NODE_ENV: (typeof environments)[number] = 'development';

  @Setting({ meaning: 'The address to listen on. Containers need `0.0.0.0`.', example: '0.0.0.0' })
  @IsNotEmpty()
  readonly HOST: string = '127.0.0.1';

  @Setting({ meaning: 'The TCP port to listen on; `0` takes any free one.', example: '3000' })
  @Type(() => Number)
  @Min(0)
  @Max(65_535)
  @IsInt()
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

  @Setting({ meaning: 'The most connections one process opens to PostgreSQL.', example: '20' })
  @Type(() => Number)
  @Min(2)
  @Max(1000)
  @IsInt()
  readonly DATABASE_POOL_SIZE: number = 20;

  @Setting({ meaning: 'Where the embedded PostgreSQL and `demo.json` live.', example: '/var/lib/postern' })
  @IsNotEmpty()
  readonly POSTERN_DATA_DIR: string = '.data';

  @Setting({ meaning: `How much is logged: ${logLevels.join(', ')}.`, example: 'info' })
  @IsIn(logLevels)
  readonly LOG_LEVEL: (typeof logLevels)[number] = 'info';

  @Setting({
    meaning: 'How long a stopping service lets requests under way finish, in seconds.',
    example: '10',
  })
  @Type(() => Number)
  @Min(0)
  @Max(600)
  @IsInt()
  readonly SHUTDOWN_TIMEOUT_SECONDS: number = 10;

  @Setting({
    meaning: 'The most resources one SCIM list answer holds (`filter.maxResults`); a larger `count` is cut to it.',
    example: '200',
  })
  @Type(() => Number)
  @Min(1)
  @Max(10_000)
  @IsInt()
  readonly SCIM_MAX_RESULTS: number = 200;

  @Setting({ meaning: 'The largest SCIM request body, in bytes; a larger one is answered 413.', example: '1048576' })
  @Type(() => Number)
  @Min(1024)
  @Max(100_000_000)
  @IsInt()
  readonly SCIM_MAX_PAYLOAD_BYTES: number = 1_048_576;

  @Setting({ meaning: 'The most operations one SCIM PATCH may hold; more are answered 413.', example: '1000' })
  @Type(() => Number)
  @Min(1)
  @Max(100_000)
  @IsInt()
  readonly SCIM_MAX_OPERATIONS: number = 1000;
}
