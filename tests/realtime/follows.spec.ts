import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS, type UserPage, type ProfileDetail, type UserRooms } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { ProfilesController } from '../../libs/feed/api/users/profiles.controller.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { exportOf, deleteAccount } from '../support/users.js';
import { countingQueries } from '../support/query-counter.js';
import { createRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { freshDatabase } from '../support/services.js';

interface FollowRows {
  follow: { user_id: string; followed_id: string; at: number };
}

describe('users and follows', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;

  beforeAll(async () => {
    // MySQL runs both transactions concurrently.
    app = await bootApp({ databaseUrl: await freshDatabase('mysql') });
    [ann, bob] = await connectUsers(app.url, 'Ann', 'Bob');
  });

  const follow = ({ live }: ConnectedUser, { me }: ConnectedUser, on = true) =>
    live.ask('users.follow', { userId: me.id, on });
  const profile = async (viewer: HttpClient, { me }: ConnectedUser) =>
    (await viewer.get<ProfileDetail>(`/api/users/${me.id}`)).body;
  const followedBy = async ({ live }: ConnectedUser) => (await live.do('me.subscribe', {})).followedIds;
  const query = () => app.get(Database).query<FollowRows>();
  const changed = { what: 'follows' };

  it('[F74] follow is idempotent, counted, sent to all own clients, and can be undone', async () => {
    const other = await connect(app.url, ann.client.cookieHeader);
    const event = other.next('me.stateChanged');
    expect(await follow(ann, bob)).toEqual({ ok: true, data: { followers: 1 } });
    expect(await event).toEqual(changed);
    expect(await follow(ann, bob)).toEqual({ ok: true, data: { followers: 1 } });
    expect(await followedBy(ann)).toEqual([bob.me.id]);
    const seen = await profile(ann.client, bob);
    expect(seen).toMatchObject({ profile: { user: { name: 'Bob' }, counts: { followers: 1, following: 0 } } });
    expect(seen.viewerState).toEqual({ follows: true, followsMe: false, blocked: false });
    expect((await profile(bob.client, ann)).viewerState).toEqual({ follows: false, followsMe: true, blocked: false });
    expect((await profile(new HttpClient(app.url), ann)).viewerState).toBeNull();
    const lists = await Promise.all(
      ['followers', 'following'].map((side) => ann.client.get<UserPage>(`/api/users/${bob.me.id}/${side}`)),
    );
    expect(lists.map(({ body }) => body.users.map(({ name }) => name))).toEqual([['Ann'], []]);
    const stateChanged = other.next('me.stateChanged');
    expect(await follow(ann, bob, false)).toEqual({ ok: true, data: { followers: 0 } });
    await stateChanged;
    expect(await followedBy(ann)).toEqual([]);
  });

  it('[F74] follow is rejected for self, unknown users, visitors, and beyond the limit', async () => {
    const many = await connectUser(app.url);
    expect(await follow(many, many)).toMatchObject({ error: { code: 'FEED_CANNOT_FOLLOW_SELF' } });
    const nobody = many.live.ask('users.follow', { userId: randomUUID(), on: true });
    expect(await nobody).toMatchObject({ error: { code: 'USERS_NOT_FOUND' } });
    const visitor = await connect(app.url);
    expect(await visitor.rejectionOf('users.follow', { userId: bob.me.id, on: true })).toBe('UNAUTHENTICATED');
    expect((await ann.client.get(`/api/users/${randomUUID()}`)).status).toBe(404);
    for (let from = 0; from < LIMITS.follows; from += 500) {
      const rows = Array.from({ length: 500 }, (_, n) => ({
        ...{ user_id: many.me.id, followed_id: randomUUID(), at: from + n },
      }));
      await query().insertInto('follow').values(rows).execute();
    }
    const refused = { code: 'FEED_TOO_MANY_FOLLOWS', detail: { limit: LIMITS.follows } };
    expect(await follow(many, bob)).toEqual({ ok: false, error: refused });
    expect(await followedBy(many)).toHaveLength(LIMITS.follows);
  });

  it('[F74] followers are paged newest first', async () => {
    const star = await connectUser(app.url);
    const fans = await Promise.all([connectUser(app.url), connectUser(app.url), connectUser(app.url)]);
    const rows = Array.from({ length: LIMITS.usersPerPage }, (_, n) => ({
      ...{ user_id: randomUUID(), followed_id: star.me.id, at: 1 + (n % 3) },
    }));
    await query().insertInto('follow').values(rows).execute();
    for (const fan of fans) await follow(fan, star);
    const page = async (cursor?: string) =>
      (await ann.client.get<UserPage>(`/api/users/${star.me.id}/followers${cursor ? `?cursor=${cursor}` : ''}`)).body;
    const first = await page();
    expect(new Set(first.users.map(({ id }) => id))).toEqual(new Set(fans.map(({ me }) => me.id)));
    expect((await page(first.nextCursor ?? '')).nextCursor).toBeNull();
    expect((await ann.client.get(`/api/users/${star.me.id}/followers?cursor=1'or'1`)).status).toBe(400);
  });

  it('[F75] block ends follows in both directions and prevents new ones', async () => {
    const [cara, dan] = [await connectUser(app.url), await connectUser(app.url)];
    await follow(cara, dan);
    await follow(dan, cara);
    const page = ({ me }: ConnectedUser) => app.get(ProfilesController).profile(me.id, null);
    const counts = async () =>
      (await Promise.all([page(cara), page(dan)])).map(({ profile: { counts } }) => [
        counts.followers,
        counts.following,
      ]);
    // Until both pages are cached, like pages that users view.
    const queriesOf = countingQueries(app);
    while ((await queriesOf(counts)) > 0);
    expect(await counts()).toEqual([
      [1, 1],
      [1, 1],
    ]);
    const event = [cara.live.next('me.stateChanged'), dan.live.next('me.stateChanged', (event) => event !== null)];
    const block = (method: 'PUT' | 'DELETE') => dan.client.send(method, `/api/me/blocks/${cara.me.id}`, undefined);
    expect((await block('PUT')).status).toBe(204);
    await Promise.all(event);
    expect([await followedBy(cara), await followedBy(dan)]).toEqual([[], []]);
    expect(await counts()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    for (const [one, other] of [
      [cara, dan],
      [dan, cara],
    ] as const) {
      expect(await follow(one, other)).toMatchObject({ error: { code: 'USERS_BLOCKED' } });
    }
    expect((await profile(dan.client, cara)).viewerState).toEqual({ follows: false, followsMe: false, blocked: true });
    expect((await profile(cara.client, dan)).viewerState).toMatchObject({ blocked: false });
    await block('DELETE');
    expect([await followedBy(cara), await followedBy(dan)]).toEqual([[], []]);
    expect(await follow(cara, dan)).toMatchObject({ ok: true });
  });

  it('[F75] no follow remains when a block and a follow race', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 4 }, async () => [await connectUser(app.url), await connectUser(app.url)] as const),
    );
    await Promise.all(
      pairs.flatMap(([one, other]) => [
        follow(one, other),
        other.client.send('PUT', `/api/me/blocks/${one.me.id}`, undefined),
        follow(other, one),
      ]),
    );
    for (const [one, other] of pairs) expect([await followedBy(one), await followedBy(other)]).toEqual([[], []]);
  });

  it('[F76] profile shows bio and public rooms, owned ones first', async () => {
    const eve = await connectUser(app.url, 'Eve');
    const about = '画灯塔的人, painter of lighthouses';
    expect(await eve.client.patch('/api/me', { bio: about })).toMatchObject({ status: 200, body: { bio: about } });
    expect((await eve.client.patch('/api/me', { bio: 'two\nlines' })).status).toBe(400);
    const roomOfAnn = await createRoom(ann, { name: 'Of Ann' });
    const own = await createRoom(eve, { name: 'Of Eve' });
    await createRoom(eve, { name: 'Secret', visibility: 'private' });
    await eve.live.do('rooms.open', { roomId: roomOfAnn.id });
    await eve.client.post(`/api/direct-rooms`, { userId: ann.me.id });
    const rooms = (await bob.client.get<UserRooms>(`/api/users/${eve.me.id}/rooms`)).body.rooms;
    expect(rooms.map(({ id }) => id)).toEqual([own.id, roomOfAnn.id]);
    const { profile: seen } = await profile(bob.client, eve);
    expect(seen).toMatchObject({
      bio: about,
      since: eve.me.createdAt,
      isSample: false,
      counts: { rooms: 2, posts: 0 },
    });
  });

  it('[F76] follows and collections are exported and deleted with the account', async () => {
    const leaver = await connectUser(app.url, 'Leaver');
    await follow(leaver, bob);
    await follow(bob, leaver);
    const made = await leaver.client.post<{ id: string }>('/api/collections', { title: 'Lights', isShared: true });
    const { json } = await exportOf(leaver);
    expect(json('account.json')).toMatchObject({ bio: '' });
    expect(json('followed.json')).toEqual([{ userId: bob.me.id, at: expect.any(String) }]);
    expect(json('collections.json')).toMatchObject([{ id: made.body.id, title: 'Lights', posts: [] }]);
    await deleteAccount(leaver);
    expect(await followedBy(bob)).not.toContain(leaver.me.id);
    expect((await profile(ann.client, bob)).profile.counts).toMatchObject({ followers: 0, following: 0 });
    expect((await ann.client.get(`/api/users/${leaver.me.id}`)).status).toBe(404);
    expect((await ann.client.get(`/api/collections/${made.body.id}`)).status).toBe(404);
  });
});
