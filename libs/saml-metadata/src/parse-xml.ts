import { DOMParser } from '@xmldom/xmldom';
import { checkOutline } from './check-outline.js';
import { SamlMetadataError } from './saml-metadata-error.js';

const MAX_CHARACTERS = 1_048_576;
/** In any namespace: those who verify signatures look for these. */
const idNames = ['ID', 'Id', 'id'];

/**
 * The root of an XML document without DOCTYPE and with no entities but the five of XML; what the parser warns of is an error.
 * @throws SamlMetadataError
 */
export function parseXml(xml: string): Element {
  if (xml.length > MAX_CHARACTERS) throw SamlMetadataError.of('too_large');
  if (/^[\s\uFEFF]*(?:<!--[^]*?-->\s*)?<(?:!doctype\s+)?html\b/i.test(xml)) throw SamlMetadataError.of('html_page');
  checkOutline(xml);
  const root = parse(xml.replace(/^\uFEFF/, '').trim());
  checkIds(root);
  return root;
}

function parse(xml: string): Element {
  const refuse = (message: unknown) => {
    throw new Error(String(message));
  };
  try {
    const parser = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } });
    return parser.parseFromString(xml, 'text/xml').documentElement;
  } catch (error) {
    throw SamlMetadataError.of('not_xml', error);
  }
}

/** An ID names one element (XML Signature §4.4.3.2): with two of a name nobody knows which was meant. */
function checkIds(root: Element): void {
  const seen = new Set<string>();
  for (const element of [root, ...Array.from(root.getElementsByTagName('*'))]) {
    for (const { localName, value: id } of Array.from(element.attributes)) {
      if (!idNames.includes(localName) || id === '') continue;
      if (seen.has(id)) throw SamlMetadataError.of('duplicate_id');
      seen.add(id);
    }
  }
}
