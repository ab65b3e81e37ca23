import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CasePage, CommandPayload, RoomView } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { createDraft, announce } from '../support/drafts.js';
import { HttpClient } from '../support/http-client.js';
import { TINY, TINY_MODELS } from '../support/jam.js';
import { finishedTake } from '../support/feed.js';
import { PASSWORD } from '../support/users.js';
import { publishModel, createReadyDraft } from '../support/published-models.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { addComment, publishUpload } from '../support/community.js';
import { addBlockedTerm } from '../support/terms.js';

/** What a rejection contains for each term. */
interface TermRejection {
  readonly code: string;
  readonly detail?: { readonly hits: readonly object[] };
}

describe('blocked terms', () => {
  let app: RunningApp;
  let admin: ConnectedUser;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS });
    admin = await connectUser(app.url, 'Ada');
    await appoint(app, 'Ada');
    ann = await connectUser(app.url, 'Ann');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await addBlockedTerm(admin, { text: 'zorbleflux', suggestion: 'fog' });
    await addBlockedTerm(admin, { text: 'murkling', action: 'replace' });
    await addBlockedTerm(admin, { text: 'quillwort', action: 'flag' });
    await addBlockedTerm(admin, { text: 'vexling + gloam', suggestion: 'fog' });
  });

  const sendText = (text: string, clientId = randomUUID()) =>
    ann.live.ask('chat.send', { roomId: room.id, clientId, text });
  const render = (change: Partial<CommandPayload<'jam.render'>>) =>
    ann.live.ask('jam.render', {
      ...{ roomId: room.id, clientId: randomUUID(), prompt: 'a fox', negative: '' },
      settings: TINY,
      ...change,
    });
  const rejectedIn = (field: string, typed = 'zorbleflux') => ({
    ok: false,
    error: {
      code: 'SAFETY_BLOCKED_TERMS',
      detail: { hits: [expect.objectContaining({ field, matchedText: typed, suggestion: 'fog' })] },
    },
  });

  it('[S31] are rejected in messages with term, rule, and suggestion, or replaced with stars', async () => {
    expect(await sendText('so z.o.r.b.l.e.f.l.u.x it is')).toMatchObject(rejectedIn('text', 'z.o.r.b.l.e.f.l.u.x'));
    const ack = await sendText('a murkling over there');
    expect(ack).toMatchObject({
      ok: true,
      data: { event: { payload: { message: { text: 'a ******** over there' } } } },
    });
    const clientId = randomUUID();
    const first = await sendText('quite fine', clientId);
    expect(await sendText('zorbleflux', clientId)).toEqual(first);
    const { messageId } = {
      messageId: (first as { data: { event: { payload: { message: { id: string } } } } }).data.event.payload.message.id,
    };
    expect(
      await ann.live.ask('chat.edit', { roomId: room.id, clientId: randomUUID(), messageId, text: 'zorbleflux' }),
    ).toMatchObject(rejectedIn('text'));
  });

  it('[S32] are rejected in prompts, and allowed in negative prompts unless a weight inverts them', async () => {
    expect(await render({ prompt: 'a (zorble:1.1)flux' })).toMatchObject({
      ok: false,
      error: { code: 'SAFETY_BLOCKED_TERMS' },
    });
    expect(await render({ prompt: 'a zorbleflux' })).toMatchObject(rejectedIn('prompt'));
    expect(await render({ negative: '(zorbleflux:-1)' })).toMatchObject(rejectedIn('negative'));
    expect(await render({ negative: 'zorbleflux' })).toMatchObject({ ok: true });
  });

  it('[S17] of several parts match over all texts of a take: of its steers, and of an inverted negative prompt', async () => {
    expect(await render({ prompt: 'a vexling', negative: '(gloam:-1)' })).toMatchObject({
      error: {
        detail: {
          hits: [
            { field: 'prompt', otherParts: 'gloam' },
            { field: 'negative', otherParts: 'vexling' },
          ],
        },
      },
    });
    expect(await render({ prompt: 'a vexling', negative: 'gloam' })).toMatchObject({ ok: true });
    const take = await finishedTake(app, ann, room.id, { status: 'rendering', prompt: 'a vexling' });
    const steers = (prompt: string, negative = '') =>
      ann.live.ask('jam.steer', { roomId: room.id, clientId: randomUUID(), takeId: take.id, prompt, negative });
    expect(await steers('a gloam')).toMatchObject(rejectedIn('prompt', 'gloam'));
    expect(await steers('a fox', '(gloam:-1)')).toMatchObject(rejectedIn('negative', 'gloam'));
    expect(await steers('a fox', 'gloam')).not.toMatchObject({ error: { code: 'SAFETY_BLOCKED_TERMS' } });
  });

  it('[S33] are rejected in names and titles', async () => {
    const expectRejected = (answer: { status: number; body: unknown }, field: string) =>
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'SAFETY_BLOCKED_TERMS', detail: { hits: [expect.objectContaining({ field })] } },
      });
    const post = (path: string, body: object) => ann.client.post<TermRejection>(path, body);
    expectRejected(
      await new HttpClient(app.url).post('/api/accounts', { name: 'Zorbleflux', password: PASSWORD }),
      'name',
    );
    expectRejected(await ann.client.patch('/api/me', { name: 'murkling' }), 'name');
    expectRejected(await ann.client.patch('/api/me', { bio: 'zorbleflux' }), 'bio');
    const named = { visibility: 'public', language: 'en' };
    expectRejected(await post('/api/rooms', { ...named, name: 'zorbleflux', topic: '' }), 'name');
    expectRejected(await post('/api/rooms', { ...named, name: 'x', topic: 'zorbleflux' }), 'topic');
    expectRejected(await post('/api/collections', { title: 'zorbleflux' }), 'title');
    const changes = { topic: 'zorbleflux' };
    expect(await ann.live.ask('rooms.update', { roomId: room.id, clientId: randomUUID(), changes })).toMatchObject(
      rejectedIn('topic'),
    );
    const starred = await ann.client.patch<{ bio: string }>('/api/me', { bio: 'a murkling' });
    expect(starred.body.bio).toBe('a ********');
  });

  it('[S34] that are flagged are accepted without notice, and open a case', async () => {
    expect(await sendText('some quillwort here')).toMatchObject({ ok: true });
    expect((await ann.live.do('safety.checkTexts', { scope: 'chat', texts: { text: 'quillwort' } })).hits).toEqual([]);
    const { body } = await admin.client.get<CasePage>('/api/safety/cases');
    expect(body.cases).toMatchObject([{ subject: { kind: 'message', text: 'some quillwort here' } }]);
  });

  it('[S35] are rejected in every other text field, with the name of the field', async () => {
    const clientId = randomUUID();
    const { model } = await publishModel(app, { creator: ann, kind: 'lora' });
    const [{ id: modelId }, post] = [model, await publishUpload(ann)];
    const { comment } = await ann.live.do('comments.add', {
      subject: { kind: 'model', id: modelId },
      clientId,
      text: 'fine',
    });
    const take = await finishedTake(app, ann, room.id, { status: 'rendering' });
    const said = await addComment(ann, post, 'fine');
    const text = 'a zorbleflux';
    const { live } = ann;
    const replies = {
      comment: await live.ask('comments.add', {
        subject: { kind: 'model', id: modelId },
        clientId: randomUUID(),
        text,
      }),
      edited: await live.ask('comments.edit', { commentId: comment.id, text }),
      review: await admin.live.ask('hub.setReview', { modelId, stars: 4, text }),
      post: await live.ask('feed.updatePost', { postId: post.id, changes: { title: text } }),
      said: await live.ask('comments.add', { subject: { kind: 'post', id: post.id }, clientId: randomUUID(), text }),
      saidAgain: await live.ask('comments.edit', { commentId: said.id, text }),
      steered: await live.ask('jam.steer', {
        ...{ roomId: room.id, clientId: randomUUID(), takeId: take.id, prompt: text, negative: '' },
      }),
      style: await live.ask('safety.setRoomPromptPrefix', { roomId: room.id, prefix: text, negativeSuffix: '' }),
    };
    const fields = Object.entries(replies).map(([place, refused]) => {
      const { error } = refused as { error?: { code: string; detail?: { hits?: { field: string }[] } } };
      return [place, error?.code, error?.detail?.hits?.map(({ field }) => field)];
    });
    expect(fields).toEqual([
      ['comment', 'SAFETY_BLOCKED_TERMS', ['text']],
      ['edited', 'SAFETY_BLOCKED_TERMS', ['text']],
      ['review', 'SAFETY_BLOCKED_TERMS', ['text']],
      ['post', 'SAFETY_BLOCKED_TERMS', ['title']],
      ['said', 'SAFETY_BLOCKED_TERMS', ['text']],
      ['saidAgain', 'SAFETY_BLOCKED_TERMS', ['text']],
      ['steered', 'SAFETY_BLOCKED_TERMS', ['prompt']],
      ['style', 'SAFETY_BLOCKED_TERMS', ['prefix']],
    ]);
    expect(await ann.client.patch<TermRejection>(`/api/hub/models/${modelId}`, { description: text })).toMatchObject({
      ...{ status: 422, body: { code: 'SAFETY_BLOCKED_TERMS', detail: { hits: [{ field: 'description' }] } } },
    });
  });

  it('[S14] are rejected in the reason of a ban and in file names, uploaded or from an archive', async () => {
    const ban = { roomId: room.id, clientId: randomUUID(), userId: admin.me.id, on: true, reason: 'a zorbleflux' };
    expect(await ann.live.ask('rooms.ban', ban)).toMatchObject(rejectedIn('reason'));
    const path = 'my_zorbleflux_v2.safetensors';
    const { id: draftId } = await createDraft(ann.client);
    const refused = (field: string) => ({
      status: 422,
      body: { code: 'SAFETY_BLOCKED_TERMS', detail: { hits: [{ field, matchedText: 'zorbleflux' }] } },
    });
    expect(await announce(ann.client, { draftId, path }, 9)).toMatchObject(refused('path'));
    const files = new Map([[path, Buffer.from('of an archive')]]);
    const ready = await createReadyDraft(app, { creator: ann, kind: 'lora', name: 'Fen', files });
    expect(await ann.client.post<TermRejection>(`/api/hub/drafts/${ready}/publish`)).toMatchObject(refused('files.0'));
  });

  it('[S36] are rejected in the hub, and flagged ones open a case together with the version or not at all', async () => {
    const publish = (draftId: string) => ann.client.post<TermRejection>(`/api/hub/drafts/${draftId}/publish`);
    const draft = (form: object, name: string) => createReadyDraft(app, { creator: ann, kind: 'lora', name, form });
    expect(await publish(await draft({ tags: ['ink', 'zorbleflux'] }, 'Calm ink'))).toMatchObject({
      ...{ status: 422, body: { code: 'SAFETY_BLOCKED_TERMS', detail: { hits: [{ field: 'tags.1' }] } } },
    });
    expect((await publish(await draft({ description: 'of quillwort' }, 'Marsh'))).status).toBe(201);
    const cases = async () => (await admin.client.get<CasePage>('/api/safety/cases')).body.cases;
    expect((await cases()).map(({ subject }) => subject.kind)).toContain('model');
    const before = (await cases()).length;
    // Its name is in use: nothing is published, and no case is opened.
    expect((await publish(await draft({ description: 'more quillwort' }, 'Marsh'))).status).toBe(409);
    expect(await cases()).toHaveLength(before);
  });
});
