import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { ServiceConfig } from './service-config.js';
import { describeSettings } from './setting.js';

/** What a service cannot do without in production. */
const requiredOfServices = ['DATABASE_URL', 'PUBLIC_URL', 'SECRETS_KEY'] as const;
type RequiredSetting = (typeof requiredOfServices)[number];

/**
 * The settings of this process, checked. An empty variable counts as absent.
 * @param options what must be there in production, for a process that is no service
 * @throws ConfigError naming every variable that is wrong.
 */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  { requiredInProduction = requiredOfServices }: { readonly requiredInProduction?: readonly RequiredSetting[] } = {},
): ServiceConfig {
  const given = [...describeSettings().keys()]
    .map(name => [name, environment[name]?.trim()] as const)
    .filter(([, value]) => value !== undefined && value !== '');
  const config = plainToInstance(ServiceConfig, Object.fromEntries(given), { exposeDefaultValues: true });
  const problems = [...invalidSettings(config), ...missingInProduction(config, requiredInProduction)];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The URL under which this process is reached, without a trailing slash. */
export function publicUrlOf(config: ServiceConfig, port: number = config.PORT): string {
  return (config.PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '');
}

function invalidSettings(config: ServiceConfig): ConfigProblem[] {
  return validateSync(config, { stopAtFirstError: true }).map(({ property, value, constraints }) => ({
    name: property,
    problem: `${Object.values(constraints ?? {})[0]} (it is ${shown(property, value)})`,
    example: exampleOf(property),
  }));
}

function missingInProduction(config: ServiceConfig, required: readonly RequiredSetting[]): ConfigProblem[] {
  if (config.NODE_ENV !== 'production') return [];
  return required
    .filter(name => config[name] === undefined)
    .map(name => ({ name, problem: 'is required when NODE_ENV=production', example: exampleOf(name) }));
}

/** A database URL may hold a password, so a wrong one is not repeated; nor is a key, nor what stands before the host of another URL. */
function shown(name: string, value: unknown): string {
  if (name === 'DATABASE_URL') return 'not shown, it may hold a password';
  if (name === 'SECRETS_KEY') return 'not shown, it is a secret';
  if (typeof value === 'string') return JSON.stringify(value.replace(/\/\/[^/@]*@/, '//***@'));
  return JSON.stringify(Number.isNaN(value) ? 'not a number' : value);
}

function exampleOf(name: string): string {
  return describeSettings().get(name)?.example ?? '';
}
