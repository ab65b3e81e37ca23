import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPage, CaseDetail, HubModelDetail, PostDetail, RemoveContent } from '@visionary/contract';
import { type ModeratedApp, bootModerated, caseOf, queueOf, reportSubject, standingOf } from '../support/cases.js';
import { getMessage, sendMessage } from '../support/chat.js';
import { addComment, commentsOnPost, notificationsOf, publishUpload } from '../support/community.js';
import { publishModel } from '../support/published-models.js';
import { addMember, type ConnectedUser, createRoom, openRoom } from '../support/rooms.js';
import { DIALECTS } from '../support/services.js';

type Refused = { readonly code: string };

describe.each(DIALECTS)('direct removals on %s', (dialect) => {
  let { app, ann, bob, eve, mod, chief } = {} as ModeratedApp;
  beforeAll(async () => {
    ({ app, ann, bob, eve, mod, chief } = await bootModerated(dialect));
  });

  const remove = async ({ client }: ConnectedUser, body: Omit<RemoveContent, 'message'> & { message?: string }) => {
    const reply = await client.post<CaseDetail & Refused>('/api/safety/removals', body);
    return reply.status === 200 ? reply.body : reply.body.code;
  };

  /** Content of Ann, how others see it, and how a moderator could delete it before. */
  const contents = {
    post: async () => {
      const { id } = await publishUpload(ann);
      const isShown = async () => (await bob.client.get<PostDetail>(`/api/posts/${id}`)).status === 200;
      return { id, isShown, deleted: () => mod.live.rejectionOf('feed.deletePost', { postId: id }) };
    },
    comment: async () => {
      const post = await publishUpload(bob);
      const { id } = await addComment(ann, post, 'a rude word');
      const isShown = async () => (await commentsOnPost(eve.client, post.id)).comments.some((one) => one.id === id);
      return { id, isShown, deleted: () => mod.live.rejectionOf('comments.delete', { commentId: id }) };
    },
    message: async () => {
      const room = await createRoom(bob);
      await openRoom(ann, room.id);
      await openRoom(mod, room.id);
      const message = await sendMessage(ann, room.id, 'a rude word');
      const isShown = async () => (await getMessage(bob, message)).text === 'a rude word';
      const about = { roomId: room.id, messageId: message.id, clientId: crypto.randomUUID() };
      return { id: message.id, isShown, deleted: () => mod.live.rejectionOf('chat.delete', about) };
    },
    model: async () => {
      const { model } = await publishModel(app, { creator: ann, kind: 'lora', name: `Rude ${dialect}` });
      const isShown = async () => (await bob.client.get(`/api/hub/models/${model.id}`)).status === 200;
      const deleted = async () => (await mod.client.delete<Refused>(`/api/hub/models/${model.id}`)).body.code;
      return { id: model.id, isShown, deleted };
    },
    version: async () => {
      const { model } = await publishModel(app, { creator: ann, kind: 'lora', name: `Fine ${dialect}` });
      const second = { creator: ann, kind: 'lora', modelId: model.id, form: { label: '2' } } as const;
      const { version } = await publishModel(app, { ...second, name: `Fine ${dialect}` });
      const isShown = async () => {
        const { body } = await bob.client.get<HubModelDetail>(`/api/hub/models/${model.id}`);
        return body.model.versions.some(({ id }) => id === version.id);
      };
      const deleted = async () => (await mod.client.delete<Refused>(`/api/hub/versions/${version.id}`)).body.code;
      return { id: version.id, isShown, deleted };
    },
  } as const;

  it.each(Object.keys(contents) as (keyof typeof contents)[])(
    '[S127] [S128] a moderator removes a %s by a decision with a reason, and a granted appeal brings it back',
    async (kind) => {
      const { id, isShown, deleted } = await contents[kind]();
      expect(await isShown()).toBe(true);
      expect(await deleted()).toMatch(/NOT_AUTHOR|NOT_CREATOR/);
      const subject = { kind, id };
      const removal = { subject, rule: 'harassing', message: 'Be kind.' } as const;
      expect(await remove(bob, removal)).toBe('FORBIDDEN');
      expect(await remove(mod, { subject } as typeof removal)).toBe('INVALID');
      expect(await isShown()).toBe(true);
      const decided = await remove(mod, removal);
      expect(decided).toMatchObject({ case: { state: 'decided', subject: { isHidden: true } } });
      expect(await isShown()).toBe(false);
      expect((await notificationsOf(ann))[0]).toMatchObject({
        kind: 'decision',
        ...{ decision: 'remove', rule: 'harassing', text: 'Be kind.', mayAppeal: true },
      });
      const caseId = (decided as CaseDetail).case.id;
      const { body: log } = await chief.client.get<AuditPage>('/api/safety/audit');
      expect(log.entries.slice(0, 2)).toMatchObject([
        { action: 'case.decided', by: { name: 'Moe' }, about: { id: caseId }, detail: { decision: 'remove', kind } },
        { action: 'subject.hidden', by: { name: 'Moe' }, about: { kind, id } },
      ]);
      const [decision] = (await standingOf(ann)).decisions;
      expect(decision).toMatchObject({ kind: 'remove', mayAppeal: true, subject });
      await ann.client.post(`/api/me/decisions/${decision?.id}/appeal`, { text: 'It was a joke' });
      const { cases } = await queueOf(chief, '?list=appealed');
      const path = `/api/safety/appeals/${cases[0]?.decision?.appeal?.id}/decision`;
      const answer = { outcome: 'granted', answer: 'Right.' };
      expect((await mod.client.post<Refused>(path, answer)).body.code).toBe('SAFETY_APPEAL_NEEDS_OTHER_MODERATOR');
      expect((await chief.client.post(path, answer)).status).toBe(200);
      expect(await isShown()).toBe(true);
    },
  );

  it('[S129] nothing is removed directly in private rooms, of oneself, twice, or in a case that someone claimed', async () => {
    const room = await createRoom(bob, { visibility: 'private' });
    await addMember(bob, mod, room.id);
    const hidden = await sendMessage(bob, room.id, 'between us');
    const about = (id: string, kind: 'message' | 'post' = 'message') => ({
      subject: { kind, id },
      rule: 'spam' as const,
    });
    expect(await remove(mod, about(hidden.id))).toBe('SAFETY_SUBJECT_NOT_FOUND');
    const own = await publishUpload(mod);
    expect(await remove(mod, about(own.id, 'post'))).toBe('SAFETY_CONFLICT_OF_INTEREST');
    const post = await publishUpload(ann);
    expect(await reportSubject(eve, { kind: 'post', id: post.id })).toBe('ok');
    const { id } = await caseOf(chief, { kind: 'post', id: post.id });
    await chief.client.send('PUT', `/api/safety/cases/${id}/claim`, undefined);
    expect(await remove(mod, about(post.id, 'post'))).toBe('SAFETY_CASE_CLAIMED');
    // Joins the case that the report opened, and tells the reporter.
    expect(await remove(chief, about(post.id, 'post'))).toMatchObject({ case: { id } });
    expect((await notificationsOf(eve))[0]).toMatchObject({ kind: 'reportDecided', decision: 'remove' });
    expect(await remove(chief, about(post.id, 'post'))).toBe('SAFETY_SUBJECT_NOT_FOUND');
  });

  it('[S130] a removed version returns when a moderator publishes it again, and not with a hidden model', async () => {
    const { model } = await publishModel(app, { creator: ann, kind: 'lora', name: `Twin ${dialect}` });
    const input = { creator: ann, kind: 'lora', modelId: model.id, name: `Twin ${dialect}` } as const;
    const { version } = await publishModel(app, { ...input, form: { label: '2' } });
    const shown = async () => {
      const { body } = await bob.client.get<HubModelDetail>(`/api/hub/models/${model.id}`);
      return body.model?.versions.map(({ label }) => label);
    };
    const publish = ({ client }: ConnectedUser) =>
      client.patch<Refused>(`/api/hub/versions/${version.id}`, { state: 'published' });
    await remove(mod, { subject: { kind: 'version', id: version.id }, rule: 'stolen' });
    expect((await publish(ann)).body.code).toBe('HUB_TAKEN_DOWN');
    const whole = await remove(mod, { subject: { kind: 'model', id: model.id }, rule: 'stolen' });
    expect(await shown()).toBeUndefined();
    const { id, changedAt } = (whole as CaseDetail).case;
    await mod.client.post(`/api/safety/cases/${id}/decisions`, { changedAt, kind: 'restore' });
    expect(await shown()).toHaveLength(1);
    expect((await publish(mod)).status).toBe(200);
    expect(await shown()).toHaveLength(2);
    const { decisions } = await standingOf(ann);
    const ofModel = decisions.filter(({ subject }) => [model.id, version.id].includes(subject.id));
    expect(ofModel.map(({ kind, isRevoked }) => [kind, isRevoked])).toEqual([
      ['restore', false],
      ['restore', false],
      ['remove', true],
      ['remove', true],
    ]);
  });
});
