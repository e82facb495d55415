import { SamlMetadataError } from './saml-metadata-error.js';

const MAX_DEPTH = 32;

/** Everything that begins with `<`; what matches the last alternative alone is no XML. */
const MARKUP =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<\/(?<closed>[^\s<>]+)\s*>|<(?<opened>[^\s<>/!?'"=]+)(?:\s(?:"[^"]*"|'[^']*'|[^<>"'])*?)?(?<isEmpty>\/?)>|</g;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#(?<decimal>\d{1,7})|#x(?<hexadecimal>[\da-f]{1,6}));|&/gi;
/** Whatever is no Char (XML 1.0 §2.2). */
const NO_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Refuses what the parser lets pass: elements that stay open or are closed by another name, a second root, text beside it,
 * entities that nobody declared, characters that XML does not have; and DOCTYPE, and deep nesting.
 * @throws SamlMetadataError
 */
export function checkOutline(xml: string): void {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw SamlMetadataError.of('doctype');
  if (NO_CHARACTER.test(xml)) throw SamlMetadataError.of('not_xml');
  const open: string[] = [];
  let roots = 0;
  let end = 0;
  for (const match of xml.matchAll(MARKUP)) {
    checkText(xml.slice(end, match.index), open.length === 0);
    end = match.index + match[0].length;
    roots += enter(match, open);
  }
  checkText(xml.slice(end), true);
  if (open.length > 0 || roots !== 1) throw SamlMetadataError.of('not_xml');
}

/** Follows one piece of markup; 1 when it begins an element that is in no other. */
function enter([markup, ...parts]: RegExpExecArray, open: string[]): number {
  const [closed, opened, isEmpty] = parts;
  if (markup === '<') throw SamlMetadataError.of('not_xml');
  if (closed !== undefined && open.pop() !== closed) throw SamlMetadataError.of('not_xml');
  if (markup.startsWith('<![') && open.length === 0) throw SamlMetadataError.of('not_xml');
  if (opened === undefined) return 0;
  checkReferences(markup);
  const isRoot = open.length === 0;
  if (isEmpty === '') open.push(opened);
  if (open.length > MAX_DEPTH) throw SamlMetadataError.of('too_deep');
  return isRoot ? 1 : 0;
}

function checkText(text: string, isOutside: boolean): void {
  if (isOutside && /[^\s\uFEFF]/.test(text)) throw SamlMetadataError.of('not_xml');
  checkReferences(text);
}

function checkReferences(text: string): void {
  for (const { 0: reference, groups } of text.matchAll(REFERENCE)) {
    const { decimal, hexadecimal } = groups ?? {};
    if (reference === '&') throw SamlMetadataError.of('not_xml');
    const codePoint = decimal === undefined ? parseInt(hexadecimal ?? '20', 16) : Number(decimal);
    if (codePoint > 0x10_ff_ff || NO_CHARACTER.test(String.fromCodePoint(codePoint)))
      throw SamlMetadataError.of('not_xml');
  }
}
