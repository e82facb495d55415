import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIdpMetadata } from './parse-idp-metadata.js';
import { SamlMetadataError } from './saml-metadata-error.js';
import { entra, jumpcloud, okta } from './test/sample-metadata.js';

const now = new Date('2026-11-24T12:00:00Z');
const scrap = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<',
    '>',
    '&',
    '"',
    "'",
    '</',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '&#x0;',
    '\0',
    '\ud800',
  ),
  fc.constantFrom(
    ' ID="a"',
    ' xmlns="x"',
    ' xmlns:md="x"',
    ' validUntil="2020"',
    'https://',
    'http://',
    '<html>',
    '<!DOCTYPE',
  ),
);

/** A document in which pieces are taken out, put in, or put elsewhere. */
const mutated = fc
  .record({
    document: fc.constantFrom(okta, entra, jumpcloud),
    changes: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(40),
        text: scrap,
        keeps: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ document, changes }) =>
    changes.reduce((text, { at, length, text: put, keeps }) => {
      const start = Math.floor(at * text.length);
      const piece = text.slice(start, start + length);
      return text.slice(0, start) + put + (keeps ? piece + piece : '') + text.slice(start + length);
    }, document),
  );

it('whatever is done to a document, it is read or refused with the reason', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 5, arbitrary: mutated }, fc.string({ unit: 'binary', maxLength: 60 })), xml => {
      try {
        const { entityId, signOnUrls, certificates } = parseIdpMetadata(xml, now);
        expect(entityId.length).toBeGreaterThan(0);
        expect(signOnUrls.every(({ url }) => new URL(url).protocol === 'https:')).toBe(true);
        expect(certificates.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(SamlMetadataError);
      }
    }),
    { seed: 20_261_125, numRuns: 800 },
  );
});

it.each([
  ['elements that are not closed', '<a '.repeat(80_000)],
  ['quotes that are not closed', `<a b='`.repeat(60_000)],
  ['comments that are not closed', '<!--'.repeat(100_000)],
  ['ends of nothing', '</a>'.repeat(100_000)],
  ['spaces', `<a${' '.repeat(500_000)}`],
  ['elements beside each other', `<a>${'<b/>'.repeat(20_000)}</a>`],
  ['references', `<a>${'&amp;'.repeat(30_000)}</a>`],
])('a large document of %s takes no time', (_, xml) => {
  const begin = performance.now();
  expect(() => parseIdpMetadata(xml, now)).toThrow(SamlMetadataError);
  expect(performance.now() - begin).toBeLessThan(3000);
});
