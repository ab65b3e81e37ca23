import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommentView, HubModelDetail, PostPage, ReviewPage } from '@visionary/contract';
import type { HubModel } from '@visionary/hub';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { exportOf, deleteAccount } from '../support/users.js';
import { publishModel } from '../support/published-models.js';
import { type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { addComment, block, commentsOn, notificationsOf, publishUpload, react } from '../support/community.js';

describe.each(DIALECTS)('feedback on models in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let model: HubModel;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
  });
  beforeEach(async () => {
    ({ model } = await publishModel(app, { creator: ann, kind: 'lora' }));
  });

  const counted = () => rowsOf(app, 'hub_model', `id = '${model.id}'`);
  const writeComment = (user: ConnectedUser, text: string, replyTo?: CommentView) =>
    addComment(user, replyTo ?? { kind: 'model', id: model.id }, text);
  const setReview = async ({ live }: ConnectedUser, stars: number, reviewText = '') =>
    (await live.do('hub.setReview', { modelId: model.id, stars, text: reviewText })).review;
  const reads = async <T>(what: string, client: HttpClient, query = ''): Promise<T> => {
    const { status, body } = await client.get<T>(`/api/hub/models/${model.id}/${what}${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const readsComments = ({ client }: { client: HttpClient }, query = '') =>
    commentsOn(client, { kind: 'model', id: model.id }, query);
  const readsReviews = ({ client }: { client: HttpClient }, query = '') => reads<ReviewPage>('reviews', client, query);
  const visitor = () => ({ client: new HttpClient(app.url) });

  it('[M100] review is one per user and model, replaced when repeated, and removable', async () => {
    await eve.live.do('hub.openModel', { modelId: model.id });
    const first = eve.live.next('hub.reviewChanged', ({ review }) => review?.stars === 5);
    const moved = eve.live.next('hub.countsChanged', ({ counts }) => counts.stars === 5);
    const review = await setReview(bob, 5, 'Soft edges.');
    expect(review).toMatchObject({ author: { id: bob.me.id, name: 'Bob' }, label: '1.0', text: 'Soft edges.' });
    expect((await first).review).toEqual(review);
    expect((await moved).counts.reviews).toBe(1);
    await setReview(eve, 2);
    const again = await setReview(bob, 3, 'Less than I thought.');
    expect(again).toMatchObject({ id: review.id, at: review.at, stars: 3, editedAt: expect.any(Number) });
    expect(await setReview(bob, 3, 'Less than I thought.')).toEqual(again);
    const page = await readsReviews(visitor());
    expect(page.reviews.map(({ stars }) => stars)).toEqual([2, 3]);
    expect(page.starHistogram).toEqual([0, 1, 1, 0, 0]);
    expect(await counted()).toMatchObject([{ reviews: 2, star_sum: 5 }]);
    const gone = eve.live.next('hub.reviewChanged', (news) => news.review === null);
    expect(await bob.live.do('hub.deleteReview', { modelId: model.id })).toEqual({});
    expect(await gone).toMatchObject({ userId: bob.me.id });
    expect(await bob.live.rejectionOf('hub.deleteReview', { modelId: model.id })).toBe('HUB_REVIEW_NOT_FOUND');
    expect(await counted()).toMatchObject([{ reviews: 1, star_sum: 2 }]);
    expect(await ann.live.rejectionOf('hub.setReview', { modelId: model.id, stars: 5 })).toBe('HUB_CANNOT_REVIEW_OWN');
    for (const stars of [0, 6, 2.5]) {
      expect(await bob.live.rejectionOf('hub.setReview', { modelId: model.id, stars })).toBe('INVALID');
    }
    expect(await bob.live.rejectionOf('hub.setReview', { modelId: randomUUID(), stars: 1 })).toBe(
      'HUB_MODEL_NOT_FOUND',
    );
    await eve.live.do('hub.closeModel', { modelId: model.id });
  });

  it('[M100] [M137] counts are exact when many users review, react, and comment at once', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `Crowd ${n}`);
    const crowd = [bob, eve, ...(await Promise.all(names.map((name) => connectUser(app.url, name))))];
    const reacts = (user: ConnectedUser, emoji: string) => react(user, { kind: 'model', id: model.id }, emoji);
    // A rejection throws here.
    await Promise.all(
      crowd.flatMap((user, n) => [
        ...[1, 3, 5, 1 + (n % 5)].map((stars) => setReview(user, stars, `take ${n}`)),
        ...[reacts(user, '❤️'), reacts(user, '🔥'), writeComment(user, `word ${n}`)],
      ]),
    );
    const { reviews, starHistogram } = await readsReviews(visitor());
    const stars = reviews.reduce((all, one) => all + one.stars, 0);
    expect(new Set(reviews.map(({ author }) => author.id)).size).toBe(crowd.length);
    expect(starHistogram.reduce((all, count) => all + count, 0)).toBe(crowd.length);
    const all = { reviews: crowd.length, likes: crowd.length, comments: crowd.length };
    expect(await counted()).toMatchObject([{ ...all, star_sum: stars }]);
    const { counts } = (await visitor().client.get<HubModelDetail>(`/api/hub/models/${model.id}`)).body.model;
    expect(counts).toMatchObject({ ...all, stars: stars / crowd.length });
    expect(counts.reactions.map(({ count }) => count)).toEqual([crowd.length, crowd.length]);
  });

  it('[M103] comment is rejected and hidden when a block separates the users', async () => {
    await block(ann, bob);
    const subject = { kind: 'model', id: model.id } as const;
    const reviewText = { subject, clientId: randomUUID(), text: 'hello' };
    expect(await bob.live.rejectionOf('comments.add', reviewText)).toBe('USERS_BLOCKED');
    await setReview(bob, 1, 'of bob');
    await writeComment(eve, 'of eve');
    expect((await readsReviews(ann)).reviews).toEqual([]);
    expect(await readsReviews(eve)).toMatchObject({ reviews: [{ text: 'of bob' }], starHistogram: [1, 0, 0, 0, 0] });
    await block(ann, bob, false);
    await writeComment(bob, 'of bob');
    await block(ann, bob);
    const seenBy = async (user: ConnectedUser) => (await readsComments(user)).comments.map(({ text }) => text);
    expect([await seenBy(ann), await seenBy(eve)]).toEqual([['of eve'], ['of eve', 'of bob']]);
    const received = (await notificationsOf(ann)).filter((news) => 'model' in news && news.model.id === model.id);
    expect(received.map(({ kind }) => kind)).toEqual(['modelComment', 'modelComment']);
    await block(ann, bob, false);
  });

  it('[M104] reaction counts once per user, and hearts are likes', async () => {
    const give = (user: ConnectedUser, emoji: string, on = true) =>
      react(user, { kind: 'model', id: model.id }, emoji, on);
    await Promise.all([bob, eve].flatMap((user) => ['❤️', '❤️', '🔥'].map((emoji) => give(user, emoji))));
    expect(await counted()).toMatchObject([{ likes: 2 }]);
    const { reactions, myReactions } = await give(bob, '❤️', false);
    expect(myReactions).toEqual(['🔥']);
    expect(await counted()).toMatchObject([{ likes: 1 }]);
    expect(reactions).toEqual([
      { emoji: '🔥', count: 2 },
      { emoji: '❤️', count: 1 },
    ]);
    const [review, comment] = [await setReview(bob, 4), await writeComment(bob, 'like me')];
    for (const subject of [{ kind: 'review', id: review.id } as const, { kind: 'comment', id: comment.id } as const]) {
      const given = await Promise.all([1, 2, 3].map(() => react(eve, subject, '👍')));
      expect(given[2]?.reactions).toEqual([{ emoji: '👍', count: 1 }]);
    }
    expect((await readsReviews(eve)).myReactions).toEqual({ [review.id]: ['👍'] });
    const nowhere = { subject: { kind: 'review', id: randomUUID() }, emoji: '👍', on: true } as const;
    expect(await eve.live.rejectionOf('comments.react', nowhere)).toBe('HUB_REVIEW_NOT_FOUND');
  });

  it('[M105] creator is notified once, retracted feedback is not notified, and followers hear of new versions', async () => {
    const top = await writeComment(bob, 'top');
    await writeComment(eve, `<@${bob.me.id}> look`, top);
    const review = await setReview(bob, 5, 'Soft.');
    const hearts = { subject: { kind: 'model', id: model.id }, emoji: '❤️', on: true } as const;
    for (const user of [bob, eve]) await user.live.do('comments.react', hearts);
    const ofModel = async (user: ConnectedUser) =>
      (await notificationsOf(user)).filter((news) => 'model' in news && news.model.id === model.id);
    expect(await ofModel(ann)).toMatchObject([
      { kind: 'modelReactions', count: 2, emojis: ['❤️'], users: [{ name: 'Eve' }, { name: 'Bob' }] },
      { kind: 'modelReview', stars: 5, text: 'Soft.', by: { name: 'Bob' } },
      { kind: 'modelComment', text: '@Bob look' },
      { kind: 'modelComment', commentId: top.id, text: 'top', model: { name: model.name } },
    ]);
    expect((await ofModel(bob)).map(({ kind }) => kind)).toEqual(['modelMention']);
    await react(bob, { kind: 'model', id: model.id }, '❤️', false);
    await setReview(bob, 2, 'Hard.');
    expect(await ofModel(ann)).toMatchObject([
      { kind: 'modelReactions', count: 1 },
      { kind: 'modelReview', stars: 2, text: 'Hard.' },
      { kind: 'modelComment' },
      { kind: 'modelComment' },
    ]);
    await bob.live.do('hub.deleteReview', { modelId: model.id });
    expect((await ofModel(ann)).map(({ kind }) => kind)).not.toContain('modelReview');
    expect(review.id).toBeTruthy();
    // Bob follows Ann, Eve likes the model.
    await bob.live.do('users.follow', { userId: ann.me.id, on: true });
    await publishModel(app, { creator: ann, kind: 'lora', modelId: model.id, form: { label: '2.0' } });
    for (const user of [bob, eve]) {
      const news = async () => (await ofModel(user)).filter(({ kind }) => kind === 'versionPublished');
      await eventually('they are notified', async () => (await news()).length > 0);
      expect(await news()).toMatchObject([{ label: '2.0', by: { name: 'Ann' }, model: { name: model.name } }]);
    }
    const { model: other } = await publishModel(app, { creator: ann, kind: 'lora' });
    const isNotified = async (user: ConnectedUser) =>
      (await notificationsOf(user)).some((news) => news.kind === 'modelPublished' && news.model.id === other.id);
    await eventually('the follower is notified', () => isNotified(bob));
    expect([await isNotified(eve), await isNotified(ann)]).toEqual([false, false]);
    await bob.live.do('users.follow', { userId: ann.me.id, on: false });
    const report = { clientId: randomUUID(), subject: { kind: 'model', id: other.id }, reason: 'stolen' } as const;
    await eve.live.do('safety.report', report);
    expect(await rowsOf(app, 'safety_case', `subject_id = '${other.id}'`)).toMatchObject([{ author_id: ann.me.id }]);
    expect(await ann.live.rejectionOf('safety.report', { ...report, clientId: randomUUID() })).toBe(
      'SAFETY_CANNOT_REPORT_OWN',
    );
  });

  it('[M106] feedback is exported, and deleted and uncounted with the account', async () => {
    const leaver = await connectUser(app.url, `Leaver ${dialect}`);
    const top = await writeComment(leaver, 'with answers');
    await writeComment(leaver, 'alone');
    await writeComment(bob, 'an answer', top);
    const review = await setReview(leaver, 1, 'bad');
    await setReview(bob, 5);
    await react(leaver, { kind: 'model', id: model.id }, '❤️');
    await react(bob, { kind: 'review', id: review.id }, '👎');
    const { json } = await exportOf(leaver);
    const subject = { kind: 'model', id: model.id };
    expect(json('comments/comments.json')).toMatchObject([
      { text: 'with answers', subject },
      { text: 'alone', subject },
    ]);
    expect(json('hub/reviews.json')).toMatchObject([{ modelId: model.id, stars: 1, text: 'bad', version: '1.0' }]);
    expect(json('comments/reactions.json')).toMatchObject([{ subject, emoji: '❤️' }]);
    await deleteAccount(leaver);
    expect(await counted()).toMatchObject([{ likes: 0, comments: 1, reviews: 1, star_sum: 5 }]);
    const left = await readsComments(visitor());
    expect(left.comments).toMatchObject([{ id: top.id, text: '', author: { name: '' }, replyCount: 1 }]);
    for (const [table, column] of [
      ['hub_review', 'user_id'],
      ['reaction', 'user_id'],
      ['notification', 'user_id'],
    ] as const) {
      expect([table, await rowsOf(app, table, `${column} = '${leaver.me.id}'`)]).toEqual([table, []]);
    }
    expect(await rowsOf(app, 'reaction', `subject_id = '${review.id}'`)).toEqual([]);
    expect((await notificationsOf(ann)).some((news) => news.kind === 'modelReview' && news.text === 'bad')).toBe(false);
  });

  it('[M107] gallery lists the counted images made with any version', async () => {
    const { model: painter, version } = await publishModel(app, { creator: ann });
    model = painter;
    const posts: string[] = [];
    // Images from other programs contain the first digits of a hash, or all of them.
    for (const hash of [version.hash.slice(0, 10), version.hash, 'f'.repeat(64)]) {
      const infotext = `a fox\nSteps: 4, Sampler: DDIM, CFG scale: 5, Seed: 1, Size: 64x64, Model hash: ${hash}`;
      posts.push((await publishUpload(bob, {}, infotext)).id);
    }
    const page = await reads<PostPage>('posts', new HttpClient(app.url));
    expect(page.posts.map(({ id }) => id)).toEqual([posts[1], posts[0]]);
    expect(page.nextCursor).toBeNull();
    await block(eve, bob);
    expect((await reads<PostPage>('posts', eve.client)).posts).toEqual([]);
    await block(eve, bob, false);
    expect((await reads<PostPage>('posts', bob.client, `?versionId=${version.id}`)).posts).toHaveLength(2);
    const other = await bob.client.get(`/api/hub/models/${model.id}/posts?versionId=${randomUUID()}`);
    expect(other).toMatchObject({ status: 404, body: { code: 'HUB_VERSION_NOT_FOUND' } });
  });
});
