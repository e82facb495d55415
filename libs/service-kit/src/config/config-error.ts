/** One thing that is wrong with the environment variables. */
export interface ConfigProblem {
  readonly name: string;
  readonly problem: string;
  readonly example: string;
}

/** The environment variables do not allow a start; the message names each variable, what is wrong and an example. */
export class ConfigError extends Error {
  readonly isForOperator = true;
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ name, problem, example }) => `  ${name}: ${problem}\n    for example: ${name}=${example}`,
    );
    super(
      `Postern cannot start with these environment variables:\n${lines.join('\n')}\nAll settings: docs/configuration.md`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
