/** HTML that goes into a page as it stands: made by {@link html}, or of a text of our own that holds nothing of a server. */
export class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

/** What may stand in the gaps of {@link html}; `false` and `undefined` leave nothing. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

/**
 * A piece of HTML, without the indentation of the source. All that stands in the gaps is escaped, unless it comes from `html`
 * itself.
 */
export function html(strings: TemplateStringsArray, ...content: readonly Content[]): Markup {
  return new Markup(strings.map((text, index) => text.replaceAll(/\n\s+/g, '\n') + rendered(content[index])).join(''));
}

function rendered(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.toString();
  if (Array.isArray(content)) return (content as readonly Content[]).map(rendered).join('');
  return escaped(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters, those that turn the direction of what follows, and halves of pairs: a server could hide text with them.
const unseen = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(unseen, character => (/[\t\n]/.test(character) ? character : codeOf(character)))
    .replaceAll(/[&<>"']/g, character => entities[character] ?? '');
}

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
