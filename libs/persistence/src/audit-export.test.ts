import { describe, expect, it } from 'vitest';
import { csvHeader, toCsvRow, toJsonLine } from './audit-export.js';
import type { AuditEvent } from './audit/audit-event.js';
import type { EnterpriseId } from './entities/ids.js';

const event: AuditEvent = {
  enterpriseId: '01a20cdf-604c-7365-bd0d-77335c075393' as EnterpriseId,
  sequence: 7,
  id: '01a20cdf-604c-7365-bd0d-77335c075394',
  at: '2026-11-24T10:11:12.130Z',
  actor: { kind: 'api-key', id: 'k', role: 'operator', prefix: 'ptn_api_1a2b3c' },
  action: 'connection.updated',
  target: { type: 'connection', id: 'c' },
  before: { name: 'Old' },
  after: null,
  requestId: null,
  previousHash: 'ab',
  hash: 'cd',
};

describe('toJsonLine', () => {
  it('gives the whole event on one line', () => {
    const line = toJsonLine({ ...event, after: { name: 'two\nlines' } });
    expect(JSON.parse(line)).toEqual({ ...event, after: { name: 'two\nlines' } });
    expect(line.indexOf('\n')).toBe(line.length - 1);
  });
});

describe('toCsvRow', () => {
  it('gives a field for each name of the header', () => {
    expect(csvHeader).toBe(
      'sequence,id,at,actorKind,actorId,actorRole,actorPrefix,action,targetType,targetId,before,after,requestId,previousHash,hash\r\n',
    );
    expect(toCsvRow(event)).toBe(
      '7,01a20cdf-604c-7365-bd0d-77335c075394,2026-11-24T10:11:12.130Z,api-key,k,operator,ptn_api_1a2b3c,' +
        'connection.updated,connection,c,"{""name"":""Old""}",,,ab,cd\r\n',
    );
  });

  it.each([
    ['quotes and commas', 'a "b", c', '"a ""b"", c"'],
    ['line ends', 'a\r\nb', '"a\r\nb"'],
    ['a formula', '=HYPERLINK("http://a")', `"'=HYPERLINK(""http://a"")"`],
    ['a formula behind spaces', '  +1', `'  +1`],
    ['a negative number', '-1', `'-1`],
    ['a function of Lotus', '@SUM(A1)', `'@SUM(A1)`],
    ['a full-width formula', '＝1', `'＝1`],
    ['a tab in front', '\tx', `'\tx`],
    ['a line feed in front', '\nx', `"'\nx"`],
    ['an equals sign further on', 'a=b', 'a=b'],
  ])('writes %s so that every reader reads it and no spreadsheet runs it', (_, requestId, field) => {
    expect(toCsvRow({ ...event, requestId })).toContain(`,,${field},ab,cd`);
  });
});
