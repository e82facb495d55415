// Run as a Node process of its own: starts the server of the directory given as argument, and tells its parent.
import { registerHooks } from 'node:module';

/** What the process answers once it has started the server, or has failed to. */
export type EmbeddedPostgresAnswer =
  | { readonly started: true; readonly url: string; readonly pid: number; readonly adopted: boolean }
  | { readonly started: false; readonly code: string; readonly message: string };

// Node reads these sources as they are, but does not know that their ".js" means ".ts".
registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true;
    return nextResolve(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});

const { startEmbeddedPostgres } = await import('./start-embedded-postgres.js');

process.on('disconnect', () => process.exit());
process.send?.(
  await startEmbeddedPostgres({ directory: process.argv[2] ?? '' }).then(
    ({ url, pid, adopted }): EmbeddedPostgresAnswer => ({ started: true, url, pid, adopted }),
    (error: Error & { code: string }): EmbeddedPostgresAnswer => ({
      started: false,
      code: error.code,
      message: error.message,
    }),
  ),
);
