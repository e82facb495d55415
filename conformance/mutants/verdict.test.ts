import { expect, it } from 'vitest';
import type { ExchangeResult, ProfileResult } from '../runner/report/report.ts';
import { type Catch, exchange, type Fault, story } from './fault.ts';
import { isAllCaught, judge } from './verdict.ts';

const passed = (name: string): ExchangeResult => ({
  name,
  title: name,
  records: [],
  verdict: 'passed',
  problems: [],
  whenWrong: '',
  hint: '',
  sent: [],
});

const failed = (name: string, problem: string): ExchangeResult => ({
  ...passed(name),
  verdict: 'failed',
  problems: [problem],
});

function aResult(
  exchanges: readonly ExchangeResult[],
  steps: readonly ExchangeResult[] = [passed('One left')],
): ProfileResult {
  return {
    profile: 'example',
    title: 'Example',
    identityProvider: 'Example',
    verdict: 'failed',
    exchanges,
    stories: [{ name: '11-members', title: '', verdict: 'failed', problems: [], whenWrong: '', steps }],
    milliseconds: 1,
  };
}

function aFault(...caughtBy: readonly Catch[]): Fault {
  return { name: 'fault', bug: '', source: '', caughtBy, plant: () => async (request, send) => send(request) };
}

const others = [passed('01-probe'), passed('02-probe'), passed('03-probe')];

it('finds a fault caught where it must be, by what is wrong with it', () => {
  const fault = aFault(
    exchange('example', '04-read', /members/),
    story('example', '11-members', 'One left', /members/),
  );
  const result = aResult(
    [...others, failed('04-read', 'body.members is missing.')],
    [failed('One left', 'body.members has 0 elements instead of 1.')],
  );

  const finding = judge(fault, result);

  expect(isAllCaught(finding)).toBe(true);
  expect(finding).toMatchObject({ passed: 3, exchanges: 4, others: [] });
});

it('does not take another problem of the same exchange for it', () => {
  const result = aResult([...others, failed('04-read', 'The status is 500; expected 200.')]);

  expect(isAllCaught(judge(aFault(exchange('example', '04-read', /members/)), result))).toBe(false);
});

it('does not take another exchange for it, and tells which failed', () => {
  const finding = judge(aFault(exchange('example', '01-probe', /./)), aResult([...others, failed('04-read', 'No.')]));

  expect(isAllCaught(finding)).toBe(false);
  expect(finding.others).toEqual(['04-read']);
});

it('does not count an exchange that could not be prepared', () => {
  const problem = 'What must be there first could not be set up: POST /Users is answered 500.';
  const result = aResult([...others, failed('04-read', problem)]);

  expect(isAllCaught(judge(aFault(exchange('example', '04-read', /./)), result))).toBe(false);
});

it('does not count a server that is broken altogether', () => {
  const broken = ['01-probe', '02-probe', '03-probe', '04-read'].map(name => failed(name, 'No.'));
  const finding = judge(aFault(exchange('example', '04-read', /No/)), aResult(broken));

  expect(isAllCaught(finding)).toBe(false);
  expect(finding.error).toBe('Only 0 of 4 exchanges pass: everything is broken.');
});

it('tells when there is no such step', () => {
  const finding = judge(aFault(story('example', '11-members', 'Gone', /./)), aResult(others));

  expect(finding.caught[0]?.problem).toBe('It was not run; there is no such thing.');
});
