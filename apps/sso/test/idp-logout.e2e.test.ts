import { describe, expect, it } from 'vitest';
import { TestSignIns } from './builders.js';

type Ended = Parameters<TestSignIns['database']['repositories']['accountSessions']['revokeOfIdp']>[1];

const ofSubject = 'kim-1';

/** Kim, signed in three times: with one session id and index, with another, and with none. */
async function threeSessions() {
  const idp = await TestSignIns.make();
  for (const id of ['s1', 's2', null]) await idp.signIn({ subject: ofSubject, sessionIndex: id, idpSessionId: id });
  return idp;
}

describe('what an identity provider says has ended', () => {
  it.each<[string, Ended, readonly (string | null)[]]>([
    ['a session of a person', { subject: ofSubject, idpSessionId: 's1' }, ['s2']],
    ['a session index of a person', { subject: ofSubject, sessionIndexes: ['s1'] }, ['s2']],
    ['a session', { idpSessionId: 's1' }, ['s2', null]],
    ['all sessions of a person', { subject: ofSubject }, []],
    ['a session of somebody else', { subject: 'kim-2', idpSessionId: 's1' }, ['s1', 's2', null]],
  ])('%s: nothing that may be meant lives on', async (_, ended, left) => {
    const idp = await threeSessions();
    await idp.database.repositories.accountSessions.revokeOfIdp(idp.connection, ended);
    const live = await idp.liveSessions();
    expect(new Set(live.map(session => session['idp_session_id']))).toEqual(new Set(left));
  });
});
