import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseDetail } from '@visionary/contract';
import { bootModerated, caseOf, type ModeratedApp, reportSubject } from '../support/cases.js';
import { DocumentClient } from '../support/jam.js';
import { createRoom } from '../support/rooms.js';
import { DIALECTS } from '../support/services.js';

describe.each(DIALECTS)('reports of a shared prompt on %s', (dialect) => {
  let { ann, bob, eve, mod } = {} as ModeratedApp;
  beforeAll(async () => {
    ({ ann, bob, eve, mod } = await bootModerated(dialect));
  });

  it('[S133] a report of a room keeps its prompt as it was, and who wrote which part', async () => {
    const room = await createRoom(ann);
    const [ofAnn, ofBob] = [await DocumentClient.in(room.id, ann.live), await DocumentClient.in(room.id, bob.live)];
    ofAnn.type('a rude word');
    await Promise.all(ofAnn.sent);
    await ofBob.until(({ text }) => text === 'a rude word');
    ofBob.type(' and a fox');
    await Promise.all(ofBob.sent);
    const subject = { kind: 'room', id: room.id } as const;
    expect(await reportSubject(eve, subject, 'hateful')).toBe('ok');
    ofAnn.prompt.delete(0, ofAnn.prompt.length);
    await Promise.all(ofAnn.sent);
    const { id } = await caseOf(mod, subject);
    const { body } = await mod.client.get<CaseDetail>(`/api/safety/cases/${id}`);
    expect(body.reports[0]?.detail).toMatchObject({
      prompt: 'a rude word and a fox',
      writers: `${ann.me.id} 0-11, ${bob.me.id} 11-21`,
    });
  });
});
