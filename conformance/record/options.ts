import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type RecordOptions = { readonly out: string; readonly profile: string } & (
  | { readonly kind: 'help' }
  | { readonly kind: 'har'; readonly file: string }
  | { readonly kind: 'proxy'; readonly port: number; readonly host: string; readonly to: string }
);

/** What `--help` prints. */
export const HELP = `Turns captured SCIM traffic into the exchanges of a profile, without anything personal.

  npm run conformance:record -- --har FILE [--out FOLDER] [--profile NAME]
  npm run conformance:record -- --listen PORT --to BASE_URL [--host HOST] [--out FOLDER] [--profile NAME]

  --har FILE       an HTTP archive, as browsers and proxies save it
  --listen PORT    pass requests on to a server, and record them until Ctrl-C
  --to BASE_URL    the server's SCIM base URL; the identity provider is given http://HOST:PORT in its place
  --host HOST      the address to listen at (127.0.0.1: nobody but this machine)
  --out FOLDER     where the profile's folder is made (conformance/recorded)
  --profile NAME   the profile's name (recorded)
  --help

Credentials are not kept. Whatever is not a word of the SCIM standards is replaced: people and groups by templates such as
{{alice.userName}}, the same by the same; other texts by stand-ins. If an original text were left, nothing would be written.

Exit code: 0 written, 1 could not be written, 2 the command line or the archive makes no sense.
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(argv: readonly string[], out: string): RecordOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      har: text,
      listen: text,
      to: text,
      host: { ...text, default: '127.0.0.1' },
      out: { ...text, default: out },
      profile: { ...text, default: 'recorded' },
      help: { type: 'boolean', default: false },
    },
  });
  const common = { out: values.out, profile: values.profile };
  if (values.help) return { kind: 'help', ...common };
  if (!/^[a-z][a-z0-9-]*$/.test(values.profile)) throw new Error('--profile: small letters, digits and hyphens only.');
  if ((values.har === undefined) === (values.listen === undefined)) throw new Error('Say either --har or --listen.');
  if (values.har !== undefined) return { kind: 'har', file: values.har, ...common };
  return { ...readProxy(values), ...common };
}

function readProxy({ listen = '', to: text = '', host }: { listen?: string; to?: string; host: string }) {
  const port = Number(listen);
  if (!/^\d{1,5}$/.test(listen) || port > 65_535) throw new Error('--listen: a port is wanted.');
  const to = URL.parse(text);
  if (!to || !/^https?:$/.test(to.protocol) || to.search || to.username) {
    throw new Error('--to: an http(s) URL without query and credentials is wanted.');
  }
  return { kind: 'proxy', port, host, to: to.href } as const;
}
