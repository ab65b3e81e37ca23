import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type InvitationList, type InvitationView, LIMITS, type LobbyView, type RoomView } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { Rooms } from '../../libs/rooms/storage/rooms.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { advanceClock } from '../support/clock.js';
import {
  memberCommand,
  acceptInvite,
  createRoom,
  createRoomWith,
  roomCommand,
  invite,
  openRoom,
  type ConnectedUser,
  sendText,
  connectUser,
} from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const HOUR_MS = 3_600_000;

describe.each(DIALECTS)('joining rooms on %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let carl: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, carl] = await Promise.all([
      connectUser(app.url, 'Ann'),
      connectUser(app.url, 'Bob'),
      connectUser(app.url, 'Carl'),
    ]);
  });

  const roleOf = async (who: ConnectedUser, roomId: string) => (await openRoom(who, roomId)).role;
  const roomWith = (visibility: 'public' | 'private', ...guests: ConnectedUser[]) =>
    createRoomWith(ann, visibility, ...guests);

  it('[R14] a banned user cannot join, and their invites end', async () => {
    const { id } = await roomWith('private', bob);
    const [mine, theirs] = [await invite(ann, id), await invite(bob, id)];
    await ann.live.do('rooms.ban', { ...memberCommand(id, bob), on: true, reason: 'spam' });
    expect(await bob.live.rejectionOf('rooms.open', { roomId: id })).toBe('ROOMS_BANNED');
    expect(await acceptInvite(bob, mine)).toBe('ROOMS_BANNED');
    expect(await acceptInvite(carl, theirs)).toBe('ROOMS_INVITATION_EXPIRED');
    const { members, bans } = await ann.live.do('rooms.listMembers', { roomId: id });
    expect(members.map(({ user }) => user.id)).toEqual([ann.me.id]);
    expect(bans).toMatchObject([{ user: { id: bob.me.id }, by: { id: ann.me.id }, reason: 'spam' }]);
    await ann.live.do('rooms.ban', { ...memberCommand(id, bob), on: false });
    expect(await acceptInvite(bob, mine)).toBe('ok');
    expect(await ann.live.rejectionOf('rooms.ban', { ...memberCommand(id, bob), on: false })).toBe('USERS_NOT_FOUND');
    const nobody = { ...roomCommand(id), userId: randomUUID(), on: true };
    expect(await ann.live.rejectionOf('rooms.ban', nobody)).toBe('USERS_NOT_FOUND');
  });

  it('[R13] [R14] users who open a room at the same moment each get their own rights', async () => {
    const { id } = await roomWith('public', bob, carl);
    const [dora, outsider] = [await connectUser(app.url), await connectUser(app.url)];
    await openRoom(dora, id);
    await ann.live.do('rooms.mute', { ...memberCommand(id, bob), minutes: 5 });
    for (const banned of [bob, carl]) await ann.live.do('rooms.ban', { ...memberCommand(id, banned), on: true });
    const { body: direct } = await ann.client.post<RoomView>('/api/direct-rooms', { userId: dora.me.id });
    const rooms = app.app.get(Rooms, { strict: false });
    const users = [null, ...[ann, bob, carl, dora, outsider].map(({ me }) => me.id)];
    for (const roomId of [id, direct.id, randomUUID()]) {
      const placeOf = await rooms.findMemberships(roomId, [...users, ...users]);
      for (const userId of users) expect(placeOf(userId)).toEqual(await rooms.findMembership(roomId, userId));
    }
    const arriving = [ann, bob, carl, dora].map(({ live }) => live.rejectionOf('rooms.open', { roomId: id }));
    expect(await Promise.all(arriving)).toEqual(['ok', 'ROOMS_BANNED', 'ROOMS_BANNED', 'ok']);
  });

  it('[R16] an invite ends when it expires, is used up, or is revoked', async () => {
    const { id } = await roomWith('private', bob);
    const [hour, viewer, revoked] = [
      await invite(ann, id, { hours: 1 }),
      await invite(ann, id, { role: 'viewer' }),
      await invite(ann, id),
    ];
    await advanceClock(app, 2 * HOUR_MS, async () =>
      expect(await acceptInvite(carl, hour)).toBe('ROOMS_INVITATION_EXPIRED'),
    );
    const at = (one: InvitationView) => `/api/rooms/${id}/invitations/${one.id}`;
    expect((await bob.client.delete(at(revoked))).status).toBe(403);
    expect((await ann.client.delete(at(revoked))).status).toBe(204);
    expect(await acceptInvite(carl, revoked)).toBe('ROOMS_INVITATION_EXPIRED');
    expect(await carl.client.get(`/api/invitations/${revoked.token}`)).toMatchObject({ status: 410 });
    expect(await acceptInvite(carl, viewer)).toBe('ok');
    expect(await roleOf(carl, id)).toBe('viewer');
    const { body } = await bob.client.get<InvitationList>(`/api/rooms/${id}/invitations`);
    expect(body.invitations).toMatchObject([
      { id: viewer.id, role: 'viewer', useCount: 1, by: { id: ann.me.id } },
      { id: hour.id, expiresAt: expect.any(Number), useCount: 0 },
      { useCount: 1 },
    ]);
    const own = await invite(bob, id);
    expect((await bob.client.delete(at(own))).status).toBe(204);
    await advanceClock(app, 10 * 24 * HOUR_MS, async () => {
      await invite(ann, id);
      expect(await acceptInvite(await connectUser(app.url), revoked)).toBe('ROOMS_INVITATION_INVALID');
    });
    expect((await ann.client.post(`/api/rooms/${id}/invitations`, { uses: 0 })).status).toBe(400);
  });

  it('[R16] an invite for three admits three of several concurrent users', async () => {
    const { id } = await roomWith('private');
    const link = await invite(ann, id, { uses: 3 });
    const crowd = await Promise.all(Array.from({ length: 8 }, () => connectUser(app.url)));
    const codes = await Promise.all(crowd.map((who) => acceptInvite(who, link)));
    expect(codes.toSorted()).toEqual([
      ...Array<string>(5).fill('ROOMS_INVITATION_EXPIRED'),
      ...Array<string>(3).fill('ok'),
    ]);
    const inside = crowd[codes.indexOf('ok')] as ConnectedUser;
    expect(await acceptInvite(inside, link)).toBe('ok');
    expect((await ann.live.do('rooms.listMembers', { roomId: id })).total).toBe(4);
  });

  it('[R17] two users have one direct room, also when both create it at once', async () => {
    const [one, two] = [await connectUser(app.url), await connectUser(app.url)];
    const talk = ({ client }: ConnectedUser, { me }: ConnectedUser) =>
      client.post<RoomView>('/api/direct-rooms', { userId: me.id });
    const answers = await Promise.all([talk(one, two), talk(two, one), talk(one, two), talk(two, one)]);
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const { id: roomId, direct } = answers[0]?.body;
    expect(direct?.map(({ id }) => id).sort()).toEqual([one.me.id, two.me.id].sort());
    for (const who of [one, two]) {
      expect(await roleOf(who, roomId)).toBe('editor');
      await sendText(who, roomId, 'between us');
      const { mine, direct: talks } = (await who.client.get<LobbyView>('/api/rooms')).body;
      expect({ mine, talks: talks.map(({ room }) => room.id) }).toEqual({ mine: [], talks: [roomId] });
    }
    expect(await carl.live.rejectionOf('rooms.open', { roomId })).toBe('ROOMS_NOT_FOUND');
    expect(await talk(one, one)).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    expect(await one.client.post('/api/direct-rooms', { userId: randomUUID() })).toMatchObject({ status: 404 });
  });

  it('[R17] users cannot write in a direct room when either has blocked the other', async () => {
    const [one, two] = [await connectUser(app.url), await connectUser(app.url)];
    const talk = () => one.client.post<RoomView>('/api/direct-rooms', { userId: two.me.id });
    const roomId = (await talk()).body.id;
    await two.client.send('PUT', `/api/me/blocks/${one.me.id}`, undefined);
    const unreachable = { status: 403, body: { code: 'USERS_BLOCKED' } };
    expect(await talk()).toMatchObject(unreachable);
    for (const { live } of [one, two]) {
      expect(await live.rejectionOf('chat.send', { ...roomCommand(roomId), text: 'x' })).toBe('USERS_BLOCKED');
    }
    expect((await openRoom(one, roomId)).role).toBe('editor');
  });

  it('[R3] a join is rejected when the room is full', async () => {
    const { id } = await createRoom(ann);
    const { em } = app.app.get(Database, { strict: false });
    const rows = Array.from({ length: LIMITS.membersPerRoom - 1 }, () => `('${id}', '${randomUUID()}', 'editor')`);
    await em.execute(`insert into room_member (room_id, user_id, role) values ${rows.join(', ')}`);
    expect(await bob.live.rejectionOf('rooms.open', { roomId: id })).toBe('ROOMS_FULL');
    const { members, total } = await ann.live.do('rooms.listMembers', { roomId: id });
    expect({ listed: members.length, total }).toEqual({ listed: LIMITS.membersPerPage, total: LIMITS.membersPerRoom });
  });
});
