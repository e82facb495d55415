import 'reflect-metadata';

/** What the documentation and a start-up error say of one environment variable. */
export interface SettingDescription {
  readonly meaning: string;
  readonly example: string;
  /** What applies when the variable is absent, where the default value itself does not say it. */
  readonly absent?: string;
}

const settings = new Map<string, SettingDescription>();

/** Declares a property of {@link ServiceConfig} as the environment variable of the same name. */
export function Setting(description: SettingDescription): PropertyDecorator {
  return (_target, name) => {
    settings.set(String(name), description);
  };
}

/** All environment variables there are, in the order they are declared. */
export function describeSettings(): ReadonlyMap<string, SettingDescription> {
  return settings;
}
