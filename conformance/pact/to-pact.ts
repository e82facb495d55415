import type { Exchange, ExpectedResponse, Json } from '../runner/profile/exchange.ts';
import type { Profile } from '../runner/profile/profile.ts';
import { groupNamesOf } from '../runner/scene/group-names.ts';
import { asText } from './example-text.ts';
import { translate, type Translation } from './matching-rules.ts';
import type { Interaction, Pact, PactResponse, Rules } from './pact-format.ts';
import { PactNames } from './pact-names.ts';
import { pactRequest } from './pact-request.ts';
import { pactValues, type PactValues } from './pact-values.ts';
import { providerStates } from './provider-states.ts';

/**
 * The exchanges of a profile as a contract between the identity provider and a SCIM server.
 * @param choice which of the answers that will do; Pact knows no "or". Exchanges that have not so many are left out.
 */
export function toPact(profile: Profile, choice = 0): Pact {
  const groups = groupNamesOf(profile);
  return {
    consumer: { name: profile.name },
    provider: { name: 'scim' },
    interactions: [...profile.exchanges]
      .flatMap(([file, exchange]) => interaction({ profile, groups }, file, exchange, choice))
      // The verifier takes them in this order, too.
      .toSorted((a, b) => (a.description < b.description ? -1 : 1)),
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

interface Whose {
  readonly profile: Profile;
  readonly groups: ReadonlySet<string>;
}

function interaction({ profile, groups }: Whose, file: string, exchange: Exchange, choice: number): Interaction[] {
  const values = pactValues(new PactNames(profile.description.externalIds, groups), exchange.given ?? []);
  const all: readonly ExpectedResponse[] = [exchange.response].flat();
  const chosen = all[choice];
  if (!chosen) return [];
  const others = all.filter(each => each !== chosen);
  const { response, notes } = pactResponse(chosen, values);
  return [
    {
      type: 'Synchronous/HTTP',
      key: `${profile.name}/${file}`,
      description: `${file}: ${exchange.title}`,
      pending: false,
      providerStates: providerStates(exchange, groups),
      request: pactRequest(exchange.request, profile.description, values),
      response,
      comments: {
        testname: `${profile.name}/${file}`,
        ...(exchange.needs && { needs: exchange.needs }),
        text: [
          `When: ${exchange.when}`,
          `Evidence: ${exchange.evidence}. ${exchange.source}`,
          `When wrong: ${exchange.whenWrong}`,
          `Look first: ${exchange.hint}`,
          `On the wire: ${exchange.request.method} ${exchange.request.path}`,
          ...(others.length > 0 ? [`Will do as well: ${others.map(({ status }) => status).join(', ')}`] : []),
          ...notes.map(note => `Left to the runner: ${note}`),
        ],
      },
    },
  ];
}

function pactResponse(expected: ExpectedResponse, values: PactValues): { response: PactResponse; notes: string[] } {
  const { status, headers = {}, body, empty, within } = expected;
  const header = headersOf(headers, values);
  const told = translate(body ?? {}, { path: '$', isLoose: false }, values);
  const response: PactResponse = {
    status,
    ...(isFilled(header.examples) && { headers: header.examples }),
    ...(empty === true ? { body: { content: '', encoded: false } } : body !== undefined && bodyOf(told)),
    ...rulesOf(header.rules, told.rules),
  };
  const notes = [
    ...header.notes,
    ...told.notes.map(note => `body ${note}`),
    ...(within === undefined ? [] : [`the answer comes within ${within} ms`]),
  ];
  return { response, notes };
}

function bodyOf({ example }: Translation): Pick<PactResponse, 'body'> {
  return example === undefined ? {} : { body: { content: example, encoded: false } };
}

function rulesOf(header: Rules, body: Rules): Pick<PactResponse, 'matchingRules'> {
  const matchingRules = { ...(isFilled(header) && { header }), ...(isFilled(body) && { body }) };
  return isFilled(matchingRules) ? { matchingRules } : {};
}

function isFilled(record: object): boolean {
  return Object.keys(record).length > 0;
}

interface Headers {
  readonly examples: Readonly<Record<string, readonly string[]>>;
  readonly rules: Rules;
  readonly notes: readonly string[];
}

function headersOf(headers: Readonly<Record<string, Json>>, values: PactValues): Headers {
  const all = Object.entries(headers).map(([name, expected]) => {
    return [name, translate(expected, { path: name, isLoose: false }, values)] as const;
  });
  return {
    examples: Object.fromEntries(
      all.flatMap(([name, { example }]) => (example === undefined ? [] : [[name, [asText(example)]]])),
    ),
    rules: Object.assign({}, ...all.map(([, { rules }]) => rules)) as Rules,
    notes: all.flatMap(([, { notes }]) => notes.map(note => `header ${note}`)),
  };
}
