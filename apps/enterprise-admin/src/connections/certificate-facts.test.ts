import { describe, expect, it } from 'vitest';
import { certificateId, certificatesAt } from './certificate-facts.js';
import { exampleCertificate } from './example-certificate.js';

describe('a certificate that is valid from 2026-11-24T13:36:42Z to 2126-10-31T13:36:42Z', () => {
  it.each([
    ['2026-11-24T13:36:41.999Z', 'not_yet_valid'],
    ['2026-11-24T13:36:42.000Z', 'valid'],
    ['2126-10-31T13:36:41.999Z', 'valid'],
    ['2126-10-31T13:36:42.000Z', 'expired'],
  ])('at %s is %s', (now, state) => {
    expect(certificatesAt([exampleCertificate], new Date(now))).toMatchObject([{ state }]);
  });

  it.each([
    ['2126-10-30T13:36:42.000Z', 1],
    ['2126-10-30T13:36:42.001Z', 0],
    ['2127-01-01T00:00:00.000Z', 0],
  ])('at %s has %i days left', (now, daysLeft) => {
    expect(certificatesAt([exampleCertificate], new Date(now))).toMatchObject([{ daysLeft }]);
  });
});

it('what cannot be read is left out', () => {
  expect(certificatesAt(['nonsense'], new Date())).toEqual([]);
});

it('the id is a UUID of version 8, and another for another certificate', () => {
  const ids = Array.from({ length: 50 }, (_, index) => certificateId({ fingerprint: `${index}` }));
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(new Set(ids).size).toBe(50);
});
