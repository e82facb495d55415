import type { Json, JsonObject } from '../runner/profile/exchange.ts';
import { isList, isObject } from '../runner/template.ts';
import { decoded, endpointOf } from './captured.ts';
import type { Cast } from './cast.ts';
import { isAttribute, isOperator, isValue, knownUrnIn } from './vocabulary.ts';

/** What stands in for texts of these attributes, when they are nobody's name. */
const standIns: Readonly<Record<string, string>> = {
  title: 'Surveyor',
  nickname: 'Nick',
  usertype: 'Employee',
  preferredlanguage: 'nl-NL',
  locale: 'nl-NL',
  timezone: 'Europe/Amsterdam',
  streetaddress: '1 Market Square',
  locality: 'Zwolle',
  region: 'Overijssel',
  postalcode: '8011',
  country: 'NL',
  formatted: '1 Market Square, Zwolle',
  employeenumber: '4711',
  costcenter: '4130',
  organization: 'Example',
  division: 'Surveys',
  department: 'Survey',
  password: 'correct horse battery staple',
  phonenumbers: 'tel:+31-38-555-0100',
};

/** The stand-ins, in small letters. That somebody really is a surveyor gives nobody away. */
export const usedStandIns: ReadonlySet<string> = new Set(
  [...Object.values(standIns), 'https://example.com/1', 'W/"1"'].map(text => text.toLowerCase()),
);

const numbersOfProtocol =
  /^(?:totalResults|itemsPerPage|startIndex|count|status|failOnErrors|maxOperations|maxPayloadSize|maxResults)$/i;

/** Puts templates and stand-ins in place of everything that is not vocabulary of the standards. The same becomes the same. */
export class Disguise {
  private readonly cast: Cast;
  private about: string | undefined;
  private readonly known = new Map<string, string>();
  private readonly used = new Set<string>();

  constructor(cast: Cast) {
    this.cast = cast;
  }

  /** What comes next is about the first of these who is known. */
  turnTo(...realNames: readonly unknown[]): void {
    this.about = realNames.map(real => this.cast.ownerOf(real)).find(owner => owner !== undefined);
  }

  /** @param key the attribute whose value it is */
  json(value: Json, key = ''): Json {
    if (isList(value)) return value.map(element => this.json(element, key));
    if (isObject(value)) return this.object(value, key);
    if (typeof value === 'string') return this.text(value, key);
    return typeof value === 'number' && !numbersOfProtocol.test(key) ? 1 : value;
  }

  /** A text that is the value of an attribute. */
  text(text: string, key = ''): string {
    if (text === '' || isValue(text)) return text;
    if (/^status$/i.test(key) && /^\d{3}$/.test(text)) return text;
    return (
      this.protocolText(text, key) ??
      this.cast.templateFor(text, this.about) ??
      this.url(text) ??
      this.standIn(text, key)
    );
  }

  /** What has a form of its own: names of schemas, references in a bulk request, paths, filters. */
  private protocolText(text: string, key: string): string | undefined {
    if (/^urn:/i.test(text)) return this.expression(text);
    if (text.startsWith('bulkId:')) return this.bulkId(text);
    if (key === 'path' && text.startsWith('/')) return this.url(text);
    return /^(?:path|filter|attributes|excludedAttributes|sortBy)$/i.test(key) ? this.expression(text) : undefined;
  }

  /** A path, a filter, or names of attributes. */
  expression(text: string): string {
    return text.replace(/"((?:[^"\\]|\\.)*)"|[^\s()[\]",]+/g, (word, quoted: string | undefined) => {
      if (quoted !== undefined) return `"${this.text(quoted)}"`;
      return isOperator(word) ? word : (this.cast.templateFor(word) ?? this.attributePath(word));
    });
  }

  private attributePath(word: string): string {
    const urn = knownUrnIn(word);
    if (urn !== undefined) return urn + (word === urn ? '' : `:${this.attributePath(word.slice(urn.length + 1))}`);
    if (/^urn:/i.test(word)) return this.customUrn(word);
    if (/^[\w$-]+(?:\.[\w$-]+)*\.?$|^\.[\w$-]+$/.test(word)) {
      return word.replace(/[\w$-]+/g, name => (isAttribute(name) ? name : this.numbered(name, 'custom')));
    }
    return this.standIn(word, '');
  }

  private object(value: JsonObject, above: string): Json {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        // The value of a phone number is not the value of an address.
        const about = /^(?:value|display)$/i.test(key) && above !== '' ? above : key;
        const path = typeof value['path'] === 'string' && /^value$/i.test(key) ? lastName(value['path']) : about;
        return [isAttribute(key) ? key : this.expression(key), this.json(each, path)];
      }),
    );
  }

  private url(text: string): string | undefined {
    if (!/^(?:https?:\/|\/|\.\.\/)/i.test(text)) return undefined;
    const { name, id } = endpointOf(text);
    if (name === '') return this.numbered(text, 'https://example.com/');
    const made = id.startsWith('bulkId:') ? this.bulkId(id) : this.cast.templateFor(decoded(id));
    // In a bulk request paths begin at the base URL.
    return `${/^\/[A-Z]/.test(text) ? '' : '{{baseUrl}}'}${name}${id && `/${made ?? '{{random.uuid}}'}`}`;
  }

  private bulkId(reference: string): string {
    return `bulkId:${this.text(reference.slice('bulkId:'.length), 'bulkId')}`;
  }

  private standIn(text: string, key: string): string {
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return '2026-01-01T00:00:00Z';
    if (/^W?\/?"/.test(text)) return 'W/"1"';
    if (/^[^\s@]+@[^\s@]+$/.test(text)) return this.numbered(text, 'other', '@example.com');
    if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|^[0-9a-f]{20,}$/i.test(text)) return '{{random.uuid}}';
    const [plain] = [standIns[key.toLowerCase()]].filter(each => each !== undefined);
    return plain === undefined ? this.numbered(text, 'text') : this.numbered(text, plain, '', ' ');
  }

  private customUrn(text: string): string {
    const [urn = text, attribute] = /^(urn:.*\d\.\d:\w+)(?::(.*))?$/i.exec(text)?.slice(1) ?? [];
    const name = this.numbered(urn.toLowerCase(), 'urn:example:params:scim:schemas:extension:custom', ':2.0:User');
    return attribute === undefined ? name : `${name}:${this.attributePath(attribute)}`;
  }

  /** The first of its kind; the others have a number. Stand-ins that look like names always have one. */
  private numbered(text: string, start: string, end = '', before = ''): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    let made = before === '' ? `${start}1${end}` : start;
    for (let number = 2; this.used.has(made); number++) made = `${start}${before}${number}${end}`;
    this.used.add(made);
    this.known.set(text, made);
    return made;
  }
}

/** What a path is about: `addresses[type eq "work"].postalCode` is about a postal code. */
function lastName(path: string): string {
  const names = path.replace(/\[.*\]/, '').split(/[.:]/);
  const last = names.at(-1) ?? '';
  return /^value$/i.test(last) ? (names.at(-2) ?? '') : last;
}
