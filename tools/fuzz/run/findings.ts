import type { FuzzCase } from '../cases/take-case.ts';
import type { Exchange, SentRequest } from './http-client.ts';

/** Something wrong, and the first case that showed it. */
export interface Finding {
  readonly problem: string;
  readonly first?: { readonly case: FuzzCase; readonly exchange: Exchange };
  /** How often it was seen. */
  count: number;
}

const SHOWN_CHARACTERS = 1500;

/** What was found, each problem of each kind once. */
export class Findings {
  private readonly bySignature = new Map<string, Finding>();

  /** Whether it is new. */
  add(problem: string, first?: Finding['first']): boolean {
    const signature = `${first?.case.kind.name ?? ''}|${problem.replaceAll(/\d{4,}/g, 'N')}`;
    const known = this.bySignature.get(signature);
    if (known) known.count++;
    else this.bySignature.set(signature, { problem, ...(first && { first }), count: 1 });
    return known === undefined;
  }

  list(): readonly Finding[] {
    return [...this.bySignature.values()];
  }
}

/** A request as a command for a shell; a long or binary body is cut or given in base64. */
export function toCommand({ method, url, headers, body }: SentRequest): string {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${mask(name, value)}`)}`);
  const command = ['curl -sS -i --path-as-is -g', `-X ${method}`, ...options];
  if (body === undefined) return [...command, quote(cut(url))].join(' ');
  const input =
    typeof body === 'string'
      ? `printf %s ${quote(cut(body))}`
      : `base64 -d <<< ${quote(cut(Buffer.from(body).toString('base64')))}`;
  return `${input} | ${[...command, '--data-binary @-', quote(cut(url))].join(' ')}`;
}

function mask(name: string, value: string): string {
  return name === 'Authorization' ? value.replace(/^Bearer ptn_scim_.*/, 'Bearer $TOKEN') : value;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Long texts are cut for reading; the case itself comes whole with --from. */
function cut(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…(${text.length} characters)`;
}
