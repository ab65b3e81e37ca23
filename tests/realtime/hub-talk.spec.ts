import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HubCommentPage, HubCommentView, HubCounts, ReviewPage, ReviewView } from '@visionary/contract';
import type { HubModel } from '@visionary/hub';
import { Database } from '@visionary/platform/database';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { heard } from '../support/heard.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD } from '../support/people.js';
import { aPublishedModel } from '../support/published-models.js';
import { type Present, someone } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { unzip } from '../support/zip.js';

type Said = { readonly comment: HubCommentView };
type Counted = { readonly modelId: string; readonly counts: HubCounts };
type Reviewed = { readonly modelId: string; readonly review: ReviewView | null };

describe.each(DIALECTS)('what people say about models, kept in %s', (dialect) => {
  let app: RunningApp;
  let ann: Present;
  let bob: Present;
  let eve: Present;
  let model: HubModel;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    ann = await someone(app.url, 'Ann');
    bob = await someone(app.url, 'Bob');
    eve = await someone(app.url, 'Eve');
  });
  beforeEach(async () => {
    ({ model } = await aPublishedModel(app, { maker: ann, kind: 'lora' }));
  });

  const rows = (table: string, where = '1 = 1'): Promise<object[]> =>
    app.app.get(Database).em.getConnection().execute(`select * from ${table} where ${where}`);
  const counted = () => rows('hub_model', `id = '${model.id}'`);
  const blocks = async (who: Present, other: Present, on = true) =>
    expect((await who.client.send(on ? 'PUT' : 'DELETE', `/api/me/blocks/${other.me.id}`, undefined)).status).toBe(204);
  const says = async ({ live }: Present, text: string, answers?: HubCommentView, clientId: string = randomUUID()) => {
    const parent = answers && { parentId: answers.id };
    return (await live.do('hub.comment', { modelId: model.id, clientId, text, ...parent })).comment;
  };
  const removes = ({ live }: Present, { id: commentId }: HubCommentView) =>
    live.ask('hub.removeComment', { commentId });
  const rates = async ({ live }: Present, stars: number, words = '') =>
    (await live.do('hub.review', { modelId: model.id, stars, words })).review;
  const reads = async <T>(what: string, client: HttpClient, query = ''): Promise<T> => {
    const { status, body } = await client.get<T>(`/api/hub/models/${model.id}/${what}${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const readsComments = ({ client }: { client: HttpClient }, query = '') =>
    reads<HubCommentPage>('comments', client, query);
  const readsReviews = ({ client }: { client: HttpClient }, query = '') => reads<ReviewPage>('reviews', client, query);
  const visitor = () => ({ client: new HttpClient(app.url) });

  it('[M100] a review is one for each person and model, not of one’s own, said again it is another, and taken back', async () => {
    await eve.live.do('hub.open', { modelId: model.id });
    const first = heard<Reviewed>(eve.live, 'hub.reviewed', ({ review }) => review?.stars === 5);
    const moved = heard<Counted>(eve.live, 'hub.counted', ({ counts }) => counts.stars === 5);
    const review = await rates(bob, 5, 'Soft edges.');
    expect(review).toMatchObject({ author: { id: bob.me.id, name: 'Bob' }, label: '1.0', words: 'Soft edges.' });
    expect((await first).review).toEqual(review);
    expect((await moved).counts.reviews).toBe(1);
    await rates(eve, 2);
    const again = await rates(bob, 3, 'Less than I thought.');
    expect(again).toMatchObject({ id: review.id, at: review.at, stars: 3, editedAt: expect.any(Number) });
    expect(await rates(bob, 3, 'Less than I thought.')).toEqual(again);
    const page = await readsReviews(visitor());
    expect(page.reviews.map(({ stars }) => stars)).toEqual([2, 3]);
    expect(page.spread).toEqual([0, 1, 1, 0, 0]);
    expect(await counted()).toMatchObject([{ reviews: 2, stars: 5 }]);
    const gone = heard<Reviewed>(eve.live, 'hub.reviewed', (news) => news.review === null);
    expect(await bob.live.do('hub.removeReview', { modelId: model.id })).toEqual({});
    expect(await gone).toMatchObject({ personId: bob.me.id });
    expect(await bob.live.refusal('hub.removeReview', { modelId: model.id })).toBe('HUB_REVIEW_NOT_FOUND');
    expect(await counted()).toMatchObject([{ reviews: 1, stars: 2 }]);
    expect(await ann.live.refusal('hub.review', { modelId: model.id, stars: 5 })).toBe('HUB_NOT_ONESELF');
    for (const stars of [0, 6, 2.5]) {
      expect(await bob.live.refusal('hub.review', { modelId: model.id, stars })).toBe('INVALID');
    }
    expect(await bob.live.refusal('hub.review', { modelId: randomUUID(), stars: 1 })).toBe('HUB_MODEL_NOT_FOUND');
    await eve.live.do('hub.close', { modelId: model.id });
  });

  it('[M100] those who review again and again at the same time are counted once each', async () => {
    const crowd = [bob, eve];
    await Promise.all(crowd.flatMap((who, at) => [1, 2, 3, 4].map((stars) => rates(who, stars, `take ${at}`))));
    const { reviews, spread } = await readsReviews(visitor());
    expect(reviews).toHaveLength(2);
    const sum = reviews.reduce((all, { stars }) => all + stars, 0);
    expect(await counted()).toMatchObject([{ reviews: 2, stars: sum }]);
    expect(spread.reduce((all, count) => all + count, 0)).toBe(2);
  });
});
