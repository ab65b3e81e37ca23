import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CaseDetail,
  type ContentRating,
  type PostDetail,
  type PostPage,
  type PostView,
  type ProfileDetail,
  type ReactionSubject,
  type RoomView,
  type Subject,
} from '@visionary/contract';
import { Cache } from '@visionary/platform/cache';
import { rowsOf } from '../support/app.js';
import {
  bootModerated,
  type ModeratedApp,
  caseOf,
  decideCase,
  reportAndDecide,
  queueOf,
  reportSubject,
  standingOf,
} from '../support/cases.js';
import { sendMessage } from '../support/chat.js';
import { finishedTake, publishTake } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { publishModel } from '../support/published-models.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS } from '../support/services.js';
import { addComment, notificationsOf, publishUpload, react, commentsOnPost } from '../support/community.js';
import { deleteAccount } from '../support/users.js';

describe.each(DIALECTS)('moderated content over %s', (dialect) => {
  let { app, ann, bob, eve, mod, chief } = {} as ModeratedApp;
  let post: PostView;
  let room: RoomView;

  beforeAll(async () => {
    ({ app, ann, bob, eve, mod, chief } = await bootModerated(dialect));
    post = await publishUpload(ann);
    room = await createRoom(ann);
    for (const user of [ann, bob, eve]) await openRoom(user, room.id);
  });

  /** Ends earlier changes of the cache, which would keep the next read out of it. */
  const canCache = () => app.get(Cache).finish();

  it('[S87] removed comment is hidden, its author is notified, and it is restored when the appeal is granted', async () => {
    const comment = await addComment(bob, post, 'a rude word');
    await react(eve, post, '🔥');
    await react(eve, { kind: 'comment', id: comment.id }, '😡');
    const subject: Subject = { kind: 'comment', id: comment.id };
    const update = bob.live.next('me.notificationReceived', ({ notification }) => {
      return notification?.kind === 'decision';
    });
    const decision = { kind: 'remove', rule: 'harassing', message: 'Be kind.' } as const;
    const { case: decided } = await reportAndDecide(eve, mod, subject, decision);
    expect((await commentsOnPost(ann.client, post.id)).comments.map(({ id }) => id)).not.toContain(comment.id);
    expect(decided.subject).toMatchObject({ isHidden: true, text: 'a rude word', author: { name: 'Bob' } });
    expect(await update).toMatchObject({
      notification: { decision: 'remove', rule: 'harassing', text: 'Be kind.', mayAppeal: true },
    });
    const { decisions } = await standingOf(bob);
    expect(decisions[0]).toMatchObject({ kind: 'remove', message: 'Be kind.', mayAppeal: true, removed: true });
    const path = `/api/me/decisions/${decisions[0]?.id}/appeal`;
    expect((await eve.client.post(path, { text: 'not mine' })).status).toBe(404);
    const both = [bob.client.post(path, { text: 'It was a joke' }), bob.client.post(path, { text: 'It was a joke' })];
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 409]);
    const { cases } = await queueOf(chief, '?list=appealed');
    expect(cases).toMatchObject([
      { id: decided.id, state: 'appealed', decision: { appeal: { text: 'It was a joke' } } },
    ]);
    const { body: seen } = await mod.client.get<CaseDetail>(`/api/safety/cases/${decided.id}`);
    expect(seen).toMatchObject({ allowedDecisions: [], conflict: 'sameModerator' });
    const appealPath = `/api/safety/appeals/${cases[0]?.decision?.appeal?.id}/decision`;
    const answer = { outcome: 'granted', answer: 'You are right.' };
    expect((await mod.client.post<{ code: string }>(appealPath, answer)).body.code).toBe(
      'SAFETY_APPEAL_NEEDS_OTHER_MODERATOR',
    );
    expect((await chief.client.post(appealPath, answer)).status).toBe(200);
    expect((await chief.client.post<{ code: string }>(appealPath, answer)).body.code).toBe('SAFETY_CASE_CHANGED');
    const back = (await commentsOnPost(ann.client, post.id)).comments.find(({ id }) => id === comment.id);
    expect(back).toMatchObject({ text: 'a rude word', reactions: [{ emoji: '😡', count: 1 }] });
    expect((await notificationsOf(bob))[0]).toMatchObject({
      kind: 'appealDecided',
      outcome: 'granted',
      text: 'You are right.',
    });
    expect((await standingOf(bob)).decisions[0]).toMatchObject({ isRevoked: true, mayAppeal: false });
  });

  it('[S167] notifications of a removed comment return with it, read and unread as they were', async () => {
    const about = await publishUpload(ann);
    await eve.live.do('users.follow', { userId: bob.me.id, on: true });
    const comment = await addComment(bob, about, `look, <@${eve.me.id}>`);
    const ofComment = async (user: ConnectedUser) => {
      const own = (await notificationsOf(user)).filter((one) => 'commentId' in one && one.commentId === comment.id);
      return own.map(({ kind, isRead }) => `${kind} ${isRead ? 'read' : 'unread'}`);
    };
    await ann.live.do('me.markNotificationsRead', {});
    const before = [['comment read'], ['commentMention unread']];
    expect([await ofComment(ann), await ofComment(eve)]).toEqual(before);
    const subject: Subject = { kind: 'comment', id: comment.id };
    const { case: decided } = await reportAndDecide(eve, mod, subject, {
      kind: 'remove',
      rule: 'harassing',
      message: 'No.',
    });
    expect([await ofComment(ann), await ofComment(eve)]).toEqual([[], []]);
    // Reading all notifications does not read hidden ones.
    await eve.live.do('me.markNotificationsRead', {});
    await decideCase(mod, decided, { kind: 'restore' });
    expect([await ofComment(ann), await ofComment(eve)]).toEqual(before);
    await bob.live.do('comments.delete', { commentId: comment.id });
    expect([await ofComment(ann), await ofComment(eve)]).toEqual([[], []]);
  });

  it('[S87] [F48] hidden comment is only a placeholder above its replies, and its text is deleted with its author', async () => {
    const about = await publishUpload(ann);
    const author = await connectUser(app.url, 'Rude author');
    const [top, lone] = [
      await addComment(author, about, 'a harsh top'),
      await addComment(author, about, 'a harsh end'),
    ];
    await addComment(bob, top, 'why?');
    const hide = (id: string) =>
      reportAndDecide(eve, mod, { kind: 'comment', id }, { kind: 'remove', rule: 'harassing', message: 'No.' });
    const { case: decided } = await hide(top.id);
    await hide(lone.id);
    const read = () => commentsOnPost(ann.client, about.id);
    const countOf = async () =>
      (await ann.client.get<{ post: PostView }>(`/api/posts/${about.id}`)).body.post.counts.comments;
    expect(await read()).toMatchObject({
      comments: [{ id: top.id, text: '', mentions: [], deleted: { by: { name: 'Moe' } }, replyCount: 1 }],
      replies: [{ text: 'why?' }],
    });
    expect(await countOf()).toBe(1);
    expect(await addComment(author, about, 'again', lone.clientId)).toMatchObject({ id: lone.id, text: '' });
    expect(await author.live.rejectionOf('comments.edit', { commentId: lone.id, text: 'mine' })).toBe(
      'COMMENTS_DELETED',
    );
    await decideCase(mod, decided, { kind: 'restore' });
    expect((await read()).comments).toMatchObject([{ id: top.id, text: 'a harsh top', replyCount: 1 }]);
    expect(await countOf()).toBe(2);
    await deleteAccount(author);
    expect((await read()).comments).toMatchObject([{ id: top.id, text: '', author: { name: '' } }]);
    expect(await countOf()).toBe(1);
    expect(JSON.stringify(await rowsOf(app, 'comment'))).not.toContain('a harsh');
  });

  it('[S87] comments and reviews on a removed post or model reach no page that has it open, except its creator’s', async () => {
    const about = await publishUpload(bob);
    const { model } = await publishModel(app, { creator: bob, kind: 'lora' });
    const onModel = { subject: { kind: 'model', id: model.id }, clientId: randomUUID(), text: 'unheard' } as const;
    const pages = [eve.live, await connect(app.url)];
    for (const live of pages) {
      for (const { id: postId } of [about, post]) await live.do('feed.openPost', { postId });
      await live.do('hub.openModel', { modelId: model.id });
    }
    const { review } = await ann.live.do('hub.setReview', { modelId: model.id, stars: 5, text: 'unheard' });
    const subjects: Subject[] = [
      { kind: 'review', id: review.id },
      { kind: 'comment', id: (await ann.live.do('comments.add', onModel)).comment.id },
      { kind: 'comment', id: (await addComment(ann, about, 'unheard')).id },
      { kind: 'model', id: model.id },
      { kind: 'post', id: about.id },
    ];
    const cases: CaseDetail[] = [];
    for (const subject of subjects) cases.push(await reportAndDecide(eve, mod, subject, { kind: 'remove' }));
    const comments = pages.map((live) => live.collect('comments.changed'));
    const reviews = pages.map((live) => live.collect('hub.reviewChanged'));
    const counted = pages.map((live) => live.collect('hub.countsChanged'));
    const creatorHears = Promise.all([
      bob.live.next('hub.reviewChanged', ({ review: it }) => it !== null),
      bob.live.next('hub.countsChanged', ({ counts }) => counts.reviews === 1),
      bob.live.next('comments.changed', ({ comment }) => comment.text === 'unheard'),
    ]);
    for (const one of cases.slice(0, 3)) await decideCase(mod, one.case, { kind: 'restore' });
    await creatorHears;
    const heard = (live: LiveClient) => live.next('comments.changed', ({ comment }) => comment.text === 'the end');
    const end = Promise.all(pages.map(heard));
    await addComment(bob, post, 'the end');
    await end;
    expect(comments.map((some) => some.map(({ comment }) => comment.text))).toEqual([['the end'], ['the end']]);
    expect(reviews).toEqual([[], []]);
    expect(counted.flat().filter(({ counts }) => counts.reviews > 0)).toEqual([]);
    for (const one of cases.slice(3)) await decideCase(mod, one.case, { kind: 'restore' });
  });

  it('[S88] [B165] removed post is hidden with comments and reactions, and a revert restores it and its rating', async () => {
    const other = await publishUpload(bob, { title: 'Harsh', tags: ['night'] });
    await addComment(eve, other, 'ugh');
    await react(eve, other, '👍');
    const subject: Subject = { kind: 'post', id: other.id };
    const about = async () =>
      (await notificationsOf(bob)).filter((one) => 'post' in one && one.post?.id === other.id).map(({ kind }) => kind);
    const before = await about();
    expect(before.toSorted()).toEqual(['comment', 'reactions']);
    const path = `/api/posts/${other.id}`;
    await ann.live.do('feed.openPost', { postId: other.id });
    const { case: hidden } = await reportAndDecide(eve, mod, subject, { kind: 'remove', rule: 'sexual' });
    expect((await ann.client.get(path)).status).toBe(404);
    const back = ann.live.next('feed.published', ({ post }) => post.id === other.id);
    expect(await about()).toEqual([]);
    expect(hidden.subject).toMatchObject({ isHidden: true, title: 'Harsh' });
    expect((await mod.client.get(`/api/safety/cases/${hidden.id}/image`)).status).toBe(200);
    expect(await reportSubject(eve, subject)).toBe('SAFETY_SUBJECT_NOT_FOUND');
    const restored = await decideCase(mod, hidden, { kind: 'restore' });
    expect(restored).toMatchObject({ case: { subject: { isHidden: false } }, allowedDecisions: [] });
    await back;
    expect(await about()).toEqual(before);
    const { body } = await ann.client.get<{ post: PostView }>(path);
    expect(body.post).toMatchObject({ title: 'Harsh', tags: ['night'], counts: { comments: 1 } });
    expect(body.post.counts.reactions).toEqual([{ emoji: '👍', count: 1 }]);
    const rated = await reportAndDecide(eve, mod, subject, { kind: 'setRating', contentRating: 'adult' });
    expect((await ann.client.get<{ post: PostView }>(path)).body.post.contentRating).toBe('adult');
    await decideCase(mod, rated.case, { kind: 'restore' });
    expect((await ann.client.get<{ post: PostView }>(path)).body.post.contentRating).toBe('everyone');
  });

  it('[S88] restored or rated post counts in its author’s profile at once', async () => {
    const author = await connectUser(app.url, 'Rated author');
    const { id: postId } = await publishUpload(author);
    const subject: Subject = { kind: 'post', id: postId };
    const visitor = new HttpClient(app.url);
    const shown = async () => {
      await canCache();
      const { body: page } = await visitor.get<PostPage>(`/api/users/${author.me.id}/posts`);
      const { body: detail } = await visitor.get<ProfileDetail>(`/api/users/${author.me.id}`);
      return [page.posts.length, detail.profile.counts.posts];
    };
    const rate = (contentRating: ContentRating) =>
      author.live.do('feed.updatePost', { postId, changes: { contentRating } });
    expect(await shown()).toEqual([1, 1]);
    const hidden = await reportAndDecide(eve, mod, subject, { kind: 'remove' });
    expect(await shown()).toEqual([0, 0]);
    await decideCase(mod, hidden.case, { kind: 'restore' });
    expect(await shown()).toEqual([1, 1]);
    await rate('adult');
    expect(await shown()).toEqual([0, 0]);
    await rate('everyone');
    expect(await shown()).toEqual([1, 1]);
    const rated = await reportAndDecide(eve, mod, subject, { kind: 'setRating', contentRating: 'adult' });
    expect(await shown()).toEqual([0, 0]);
    await decideCase(mod, rated.case, { kind: 'restore' });
    expect(await shown()).toEqual([1, 1]);
  });

  it('[S88] [F11] restored post returns at once to the lineage of the post it was made from', async () => {
    const parent = await publishUpload(bob);
    const remix = await finishedTake(app, ann, room.id, { origin: { postId: parent.id } });
    const child = await publishTake(ann, remix.id);
    const descendants = async () => {
      await canCache();
      const { body } = await eve.client.get<PostDetail>(`/api/posts/${parent.id}`);
      return body.lineage.descendants.map(({ id }) => id);
    };
    expect(await descendants()).toEqual([child.id]);
    const hidden = await reportAndDecide(eve, mod, { kind: 'post', id: child.id }, { kind: 'remove' });
    expect(await descendants()).not.toContain(child.id);
    await decideCase(mod, hidden.case, { kind: 'restore' });
    expect(await descendants()).toEqual([child.id]);
  });

  it('[S88] comment hidden before its post returns with it when its restore comes first', async () => {
    const about = await publishUpload(ann, { title: 'Both hidden' });
    const comment = await addComment(bob, about, 'a hidden line');
    const { case: first } = await reportAndDecide(eve, mod, { kind: 'comment', id: comment.id }, { kind: 'remove' });
    const { case: second } = await reportAndDecide(eve, mod, { kind: 'post', id: about.id }, { kind: 'remove' });
    const { body: seen } = await mod.client.get<CaseDetail>(`/api/safety/cases/${first.id}`);
    expect(seen.case.subject.container).toEqual({ kind: 'post', id: about.id, name: 'Both hidden' });
    await decideCase(mod, seen.case, { kind: 'restore' });
    await decideCase(mod, second, { kind: 'restore' });
    expect((await commentsOnPost(ann.client, about.id)).comments).toMatchObject([
      { id: comment.id, text: 'a hidden line' },
    ]);
  });

  it('[S89] case of a message shows the messages around it, and a decision hides and restores it in its room', async () => {
    const text = `an insult, <@${ann.me.id}>`;
    await sendMessage(ann, room.id, 'before');
    const message = await sendMessage(bob, room.id, text);
    await sendMessage(ann, room.id, 'after');
    const subject: Subject = { kind: 'message', id: message.id };
    expect(await reportSubject(eve, subject)).toBe('ok');
    const open = await caseOf(mod, subject);
    const { body } = await mod.client.get<CaseDetail>(`/api/safety/cases/${open.id}`);
    expect(body.context.map(({ text, isSubject }) => [text, isSubject])).toEqual(
      expect.arrayContaining([
        ['before', false],
        ['an insult, @Ann', true],
        ['after', false],
      ]),
    );
    expect(body.case.subject.text).toBe('an insult, @Ann');
    const deleted = ann.live.next('chat.deleted');
    const decided = await decideCase(mod, open, { kind: 'remove', rule: 'harassing' });
    expect((await deleted).payload.messageId).toBe(message.id);
    const back = ann.live.next('chat.restored');
    await decideCase(mod, (decided as CaseDetail).case, { kind: 'restore' });
    expect((await back).payload.message).toMatchObject({ id: message.id, text });
    const { message: now } = await ann.live.do('chat.getMessage', { roomId: room.id, messageId: message.id });
    expect(now).toMatchObject({ text });
    const found = await ann.live.do('chat.search', { roomId: room.id, text: 'insult' });
    expect(found.hits).toHaveLength(1);
  });

  it('[S90] decisions hide and restore rooms, models and reviews', async () => {
    const secret = await createRoom(bob);
    await openRoom(eve, secret.id);
    const closed = eve.live.next('rooms.accessRevoked', ({ roomId }) => roomId === secret.id);
    const guest = await connectUser(app.url, 'Room guest');
    await openRoom(guest, secret.id);
    const { case: hidden } = await reportAndDecide(
      eve,
      mod,
      { kind: 'room', id: secret.id },
      { kind: 'remove', rule: 'illegal' },
    );
    await closed;
    expect(await bob.live.rejectionOf('rooms.open', { roomId: secret.id })).toBe('ROOMS_NOT_FOUND');
    const { body: seen } = await ann.client.get<ProfileDetail>(`/api/users/${guest.me.id}`);
    expect(seen.profile.counts.rooms).toBe(0);
    await decideCase(mod, hidden, { kind: 'restore' });
    expect(await bob.live.rejectionOf('rooms.open', { roomId: secret.id })).toBe('ok');

    const { model } = await publishModel(app, { creator: bob, kind: 'lora' });
    const { review } = await eve.live.do('hub.setReview', { modelId: model.id, stars: 1, text: 'bad' });
    const about = { kind: 'review', id: review.id } as const;
    const bad = await reportAndDecide(ann, mod, about, { kind: 'remove', rule: 'harassing' });
    const reviews = () => ann.client.get<{ reviews: object[] }>(`/api/hub/models/${model.id}/reviews`);
    expect((await reviews()).body.reviews).toEqual([]);
    await decideCase(mod, bad.case, { kind: 'restore' });
    expect((await reviews()).body.reviews).toMatchObject([{ id: review.id, stars: 1 }]);
    const withheld = await reportAndDecide(
      ann,
      mod,
      { kind: 'model', id: model.id },
      { kind: 'remove', rule: 'stolen' },
    );
    expect((await ann.client.get(`/api/hub/models/${model.id}`)).status).toBe(404);
    await decideCase(mod, withheld.case, { kind: 'restore' });
    expect((await ann.client.get(`/api/hub/models/${model.id}`)).status).toBe(200);
  });

  it('[S90] creator of a removed model can’t speak through it or publish it, and its notifications leave and return with it', async () => {
    const { model, version } = await publishModel(app, { creator: bob, kind: 'lora' });
    const later = { creator: bob, kind: 'lora', modelId: model.id } as const;
    await publishModel(app, { ...later, form: { label: '2.0' } });
    const setState = async (state: string) =>
      (await bob.client.patch<{ code?: string }>(`/api/hub/versions/${version.id}`, { state })).body.code;
    expect(await setState('unpublished')).toBeUndefined();
    const subject = { kind: 'model', id: model.id } as const;
    const comment = () => ({ subject, clientId: randomUUID(), text: `<@${ann.me.id}> look` });
    await ann.live.do('users.follow', { userId: eve.me.id, on: true });
    await eve.live.do('comments.add', comment());
    const { review } = await eve.live.do('hub.setReview', { modelId: model.id, stars: 2, text: '' });
    const kinds = async (user: ConnectedUser) =>
      (await notificationsOf(user)).flatMap((one) => ('model' in one && one.model.id === model.id ? one.kind : []));
    expect([await kinds(ann), await kinds(bob)]).toEqual([['modelMention'], ['modelReview', 'modelComment']]);
    const removed = await reportAndDecide(ann, mod, subject, { kind: 'remove', rule: 'stolen' });
    expect([await kinds(ann), await kinds(bob)]).toEqual([[], []]);
    const react = (target: ReactionSubject) =>
      bob.live.rejectionOf('comments.react', { subject: target, emoji: '👍', on: true });
    const draft = await bob.client.post<{ code: string }>('/api/hub/drafts', {
      clientId: randomUUID(),
      modelId: model.id,
    });
    expect([
      await bob.live.rejectionOf('comments.add', comment()),
      await react(subject),
      await react({ kind: 'review', id: review.id }),
      draft.body.code,
    ]).toEqual(Array(4).fill('HUB_MODEL_NOT_FOUND'));
    await expect(publishModel(app, { ...later, form: { label: '3.0' } })).rejects.toMatchObject({
      code: 'HUB_MODEL_NOT_FOUND',
    });
    expect(await setState('published')).toBe('HUB_TAKEN_DOWN');
    await decideCase(mod, removed.case, { kind: 'restore' });
    expect(await kinds(ann)).toEqual(['modelMention']);
    expect(await bob.live.rejectionOf('comments.add', comment())).toBe('ok');
  });
});
