import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseDetail } from '@visionary/contract';
import * as Y from 'yjs';
import {
  bootModerated,
  caseOf,
  decideCase,
  type ModeratedApp,
  reportAndDecide,
  reportSubject,
  standingOf,
} from '../support/cases.js';
import { notificationsOf } from '../support/community.js';
import { DocumentClient } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { type ConnectedUser, createRoom, openRoom } from '../support/rooms.js';
import { DIALECTS } from '../support/services.js';

describe.each(DIALECTS)('reports of a shared prompt on %s', (dialect) => {
  let { app, ann, bob, eve, mod, chief } = {} as ModeratedApp;
  beforeAll(async () => {
    ({ app, ann, bob, eve, mod, chief } = await bootModerated(dialect));
  });

  /** On a socket of its own, because a socket has few rooms open at once. */
  const documentOf = async ({ client }: ConnectedUser, roomId: string) =>
    DocumentClient.in(roomId, await connect(app.url, client.cookieHeader));

  /** A room with `a rude word` by Ann and ` and a fox` by Bob. */
  async function writtenByTwo() {
    const room = await createRoom(ann);
    const ofAnn = await documentOf(ann, room.id);
    const ofBob = await documentOf(bob, room.id);
    ofAnn.type('a rude word');
    await Promise.all(ofAnn.sent);
    await ofBob.until(({ text }) => text === 'a rude word');
    ofBob.type(' and a fox');
    await Promise.all(ofBob.sent);
    await ofAnn.until(({ text }) => text === 'a rude word and a fox');
    return { id: room.id, name: room.name, ofAnn, ofBob };
  }

  const detailOf = async ({ client }: ConnectedUser, caseId: string) =>
    (await client.get<CaseDetail>(`/api/safety/cases/${caseId}`)).body;

  it('[S133] [S157] a report of a room keeps its prompt as it was, and names who wrote which part', async () => {
    const { id, ofAnn } = await writtenByTwo();
    const subject = { kind: 'room', id } as const;
    expect(await reportSubject(eve, subject, 'hateful')).toBe('ok');
    ofAnn.prompt.delete(0, ofAnn.prompt.length);
    await Promise.all(ofAnn.sent);
    const { reports } = await detailOf(mod, (await caseOf(mod, subject)).id);
    expect(reports[0]?.prompts?.prompt).toMatchObject({
      text: 'a rude word and a fox',
      spans: [
        { from: 0, until: 11, by: { id: ann.me.id, name: 'Ann' } },
        { from: 11, until: 21, by: { id: bob.me.id, name: 'Bob' } },
      ],
    });
  });

  it('[S156] removing a shared prompt deletes the reported text of its authors, and no other', async () => {
    const { id, name, ofAnn, ofBob } = await writtenByTwo();
    const subject = { kind: 'prompt', id } as const;
    const stale = new Y.Doc();
    Y.applyUpdate(stale, Y.encodeStateAsUpdate(ofAnn.doc));
    expect(await reportSubject(eve, subject, 'hateful')).toBe('ok');
    ofAnn.type('later, ', 0);
    ofAnn.type('!', 12);
    await Promise.all(ofAnn.sent);
    const removal = ofBob.live.next('jam.documentUpdated', ({ isRemoval }) => isRemoval === true);
    const decided = await decideCase(mod, await caseOf(mod, subject), {
      kind: 'remove',
      rule: 'hateful',
      message: 'No slurs.',
      authorIds: [ann.me.id],
    });
    expect(decided).toMatchObject({
      case: { subject: { kind: 'prompt', container: { name } } },
      decisions: [{ kind: 'remove', author: { id: ann.me.id } }],
    });
    for (const one of [ofAnn, ofBob]) await one.until(({ text }) => text === 'later, ! and a fox');
    await removal;

    // What a client still has that lost the connection before, comes back without the removed text.
    stale.getText('prompt').insert(0, 'stale ');
    const update = Y.encodeStateAsUpdate(stale);
    expect(await ofAnn.live.rejectionOf('jam.update', { roomId: id, update })).toBe('ok');
    await ofBob.until(({ text }) => text.includes('stale '));
    expect(ofBob.text.replace('stale ', '')).toBe('later, ! and a fox');
    const opened = new Y.Doc();
    Y.applyUpdate(opened, (await openRoom(eve, id)).document);
    expect(opened.getText('prompt').toString()).toBe(ofBob.text);

    const [decision] = (await standingOf(ann)).decisions;
    expect(decision).toMatchObject({ kind: 'remove', rule: 'hateful', message: 'No slurs.', mayAppeal: true });
    expect(decision?.subject).toMatchObject({ kind: 'prompt', title: name, path: `/rooms/${id}` });
    expect((await standingOf(bob)).decisions).toEqual([]);
    expect((await notificationsOf(ann))[0]).toMatchObject({
      kind: 'decision',
      subject: { kind: 'prompt', title: name },
    });
    expect((await notificationsOf(eve))[0]).toMatchObject({ kind: 'reportDecided', decision: 'remove' });
  });

  it('[S156] each author of a removed prompt can appeal, and a revert puts no text back', async () => {
    const { id, ofBob } = await writtenByTwo();
    const subject = { kind: 'prompt', id } as const;
    const { case: removed } = await reportAndDecide(eve, mod, subject, { kind: 'remove', message: 'Both of you.' });
    await ofBob.until(({ text }) => text === '');
    const [ofAnn] = (await standingOf(ann)).decisions;
    const [own] = (await standingOf(bob)).decisions;
    expect([ofAnn?.kind, own?.kind]).toEqual(['remove', 'remove']);
    await bob.client.post(`/api/me/decisions/${own?.id}/appeal`, { text: 'Foxes are fine.' });
    const { decisions } = await detailOf(chief, removed.id);
    const appeal = decisions.find(({ author }) => author?.id === bob.me.id)?.appeal;
    await chief.client.post(`/api/safety/appeals/${appeal?.id}/decision`, { outcome: 'granted', answer: 'They are.' });
    expect((await standingOf(bob)).decisions[0]).toMatchObject({ isRevoked: true, appeal: { outcome: 'granted' } });
    expect((await standingOf(ann)).decisions[0]).toMatchObject({ isRevoked: false });
    // A new text is a new case, in which nothing is to be reverted.
    ofBob.type('a fox');
    await Promise.all(ofBob.sent);
    expect(await reportSubject(eve, subject)).toBe('ok');
    const { allowedDecisions, case: next } = await detailOf(mod, (await caseOf(mod, subject)).id);
    expect(next.subject.author?.id).toBe(bob.me.id);
    expect(allowedDecisions).toEqual(['dismiss', 'warn', 'remove', 'mute', 'ban']);
    expect(await decideCase(mod, (await detailOf(mod, removed.id)).case, { kind: 'restore' })).toMatchObject({
      decisions: [{ isRevoked: true }, { isRevoked: true }, { kind: 'restore', author: { id: ann.me.id } }],
    });
    expect(ofBob.text).toBe('a fox');
  });

  it('[S156] only people who see the prompt can report it, and nobody an empty one or only their own', async () => {
    const room = await createRoom(ann, { visibility: 'private' });
    const mine = await documentOf(ann, room.id);
    const subject = { kind: 'prompt', id: room.id } as const;
    expect(await reportSubject(ann, subject)).toBe('SAFETY_SUBJECT_NOT_FOUND');
    mine.type('a fox');
    await Promise.all(mine.sent);
    expect(await reportSubject(ann, subject)).toBe('SAFETY_CANNOT_REPORT_OWN');
    expect(await reportSubject(eve, subject)).toBe('SAFETY_SUBJECT_NOT_FOUND');
  });

  it('[S156] a moderator who wrote a part of a reported prompt does not decide about it', async () => {
    const { id } = await writtenByTwo();
    const ofMod = await documentOf(mod, id);
    ofMod.type(' by me');
    await Promise.all(ofMod.sent);
    const subject = { kind: 'prompt', id } as const;
    expect(await reportSubject(eve, subject)).toBe('ok');
    const seen = await caseOf(chief, subject);
    const { allowedDecisions, conflict, reports } = await detailOf(mod, seen.id);
    expect([allowedDecisions, conflict]).toEqual([[], 'own']);
    // They don't learn who reported them, and see the prompt instead of how it is kept.
    expect(reports).toMatchObject([{ isReporterHidden: true, prompts: expect.anything() }]);
    expect(Object.keys(reports[0] ?? {})).not.toEqual(expect.arrayContaining(['by']));
    expect(reports[0]?.detail).toBeUndefined();
    expect(await decideCase(mod, seen, { kind: 'dismiss' })).toBe('SAFETY_CONFLICT_OF_INTEREST');
    expect(await decideCase(chief, seen, { kind: 'remove', authorIds: [eve.me.id] })).toBe('INVALID');
    expect(await decideCase(chief, seen, { kind: 'dismiss' })).toMatchObject({ case: { state: 'decided' } });
  });

  it('[S157] a moderator opens a case about the prompt from the report of its room, once', async () => {
    const { id, ofBob } = await writtenByTwo();
    expect(await reportSubject(eve, { kind: 'room', id }, 'hateful', 'Read the prompt.')).toBe('ok');
    const ofRoom = await caseOf(mod, { kind: 'room', id });
    const open = () => mod.client.post<CaseDetail>(`/api/safety/cases/${ofRoom.id}/prompt-case`, {});
    const { body, status } = await open();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      case: { subject: { kind: 'prompt', id }, reports: 1 },
      reports: [{ by: { id: eve.me.id }, reason: 'hateful', comment: 'Read the prompt.' }],
    });
    expect((await open()).body).toEqual(body);
    expect(await decideCase(mod, body.case, { kind: 'remove' })).toMatchObject({ case: { state: 'decided' } });
    await ofBob.until(({ text }) => text === '');
    expect(await caseOf(mod, { kind: 'room', id })).toMatchObject({ state: 'open' });
  });

  it('[S157] a prompt that is longer than a report keeps can be reported', async () => {
    const { id, ofBob } = await writtenByTwo();
    for (let count = 0; count < 4; count++) ofBob.type('x'.repeat(20_000));
    expect(await ofBob.rejections()).toEqual([]);
    const subject = { kind: 'prompt', id } as const;
    const { reports } = await reportAndDecide(eve, mod, subject, { kind: 'remove' });
    expect(reports[0]?.prompts?.prompt.text).toHaveLength(4_000);
    await ofBob.until(({ text }) => text === '');
  });

  it('[S158] the server tells a page which clients its user wrote with, and nobody else', async () => {
    const { id, ofAnn, ofBob } = await writtenByTwo();
    expect((await openRoom(ann, id)).ownClients).toEqual([ofAnn.doc.clientID]);
    expect((await openRoom(bob, id)).ownClients).toEqual([ofBob.doc.clientID]);
    expect((await openRoom(eve, id)).ownClients).toBeUndefined();
  });

  it('[S159] visitors get prompts with blocked terms masked, and nothing of the document itself', async () => {
    const room = await createRoom(ann);
    const mine = await documentOf(ann, room.id);
    mine.type('a fox with a pipe bomb');
    await Promise.all(mine.sent);
    const visitor = await connect(app.url);
    const received: Uint8Array[] = [];
    const updates = visitor.collect('jam.documentUpdated');
    const shown = (document: Uint8Array) => {
      received.push(document);
      const doc = new Y.Doc();
      Y.applyUpdate(doc, document);
      return doc.getText('prompt').toString();
    };
    const opened = await visitor.do('rooms.open', { roomId: room.id });
    expect(shown(opened.document)).toBe('a fox with a •••••••••');
    const changed = visitor.next('jam.maskedDocumentChanged', ({ document }) => shown(document).endsWith(' and a hat'));
    mine.type(' and a hat');
    await changed;
    mine.prompt.delete(13, 9);
    await visitor.next('jam.maskedDocumentChanged', ({ document }) => shown(document) === 'a fox with a  and a hat');
    const synced = await visitor.do('jam.sync', { roomId: room.id, stateVector: new Uint8Array([0]) });
    expect(shown(synced.update)).toBe('a fox with a  and a hat');
    expect(received.some((document) => Buffer.from(document).includes('bomb'))).toBe(false);
    expect(updates).toEqual([]);
  });
});
