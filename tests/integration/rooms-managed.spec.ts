import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type LobbyView,
  type RoomEvent,
  type RoomView,
  type InvitationList,
  type InvitationView,
  LIMITS,
} from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { advanceClock } from '../support/clock.js';
import { HttpClient } from '../support/http-client.js';
import { deleteAccount } from '../support/users.js';
import {
  openDirectRoom,
  memberCommand,
  acceptInvite,
  createRoom,
  createRoomWith,
  roomCommand,
  invite,
  addMember,
  openRoom,
  type ConnectedUser,
  sendText,
  connectUser,
  connectUsers,
} from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { Rooms } from '../../libs/rooms/storage/rooms.js';

const HOUR_MS = 3_600_000;

describe.each(DIALECTS)('managing and joining rooms on %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let carl: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, carl] = await connectUsers(app.url, 'Ann', 'Bob', 'Carl');
  });

  const roleOf = async (user: ConnectedUser, roomId: string) => (await openRoom(user, roomId)).role;
  const roomWith = (visibility: 'public' | 'private', ...guests: ConnectedUser[]) =>
    createRoomWith(ann, visibility, ...guests);

  it('[R10] a new name shows in earlier events and in a retry', async () => {
    const dora = await connectUser(app.url, 'Dora');
    const { id } = await roomWith('private', dora);
    const clientId = randomUUID();
    const { event } = await sendText(dora, id, 'hello', clientId);
    expect(JSON.stringify(event)).toContain('Dora');
    const rows = await rowsOf(app, 'room_event', `room_id = '${id}'`);
    expect(JSON.stringify(rows)).not.toMatch(/Dora|Ann/);
    expect((await dora.client.patch('/api/me', { name: 'Theodora' })).status).toBe(200);
    const retried = await sendText(dora, id, 'hello', clientId);
    const { events } = await ann.live.do('rooms.eventsSince', { roomId: id, afterSeq: 0 });
    for (const event of [retried.event, ...events]) expect(JSON.stringify(event)).not.toContain('"Dora"');
    expect(events.at(-1)).toEqual(retried.event);
    expect(retried.event.payload).toMatchObject({ message: { author: { id: dora.me.id, name: 'Theodora' } } });
  });

  it('[R11] an owner updates a room, the search finds the new name, and a retry changes nothing', async () => {
    const { id } = await roomWith('public', bob);
    const order = {
      ...roomCommand(id),
      changes: { name: 'Ｈａｒｂｏｕｒ', topic: 'ships', defaultRole: 'viewer' as const },
    };
    const { event } = await ann.live.do('rooms.update', order);
    expect(event).toMatchObject({ type: 'rooms.updated', actorId: ann.me.id, payload: { changes: order.changes } });
    expect(await ann.live.do('rooms.update', { ...order, changes: { name: 'Other' } })).toEqual({ event });
    const { body } = await new HttpClient(app.url).get<LobbyView>('/api/rooms?search=harbour');
    expect(body.open.map(({ room }) => room)).toMatchObject([{ id, ...order.changes }]);
    expect(await roleOf(await connectUser(app.url), id)).toBe('viewer');
    expect(await bob.live.rejectionOf('rooms.update', { ...order, ...roomCommand(id) })).toBe('ROOMS_NOT_OWNER');
    expect(await ann.live.rejectionOf('rooms.update', { ...roomCommand(id), changes: {} })).toBe('INVALID');
  });

  it('[R12] a room always has an owner', async () => {
    const { id } = await roomWith('private', bob, carl);
    expect(await ann.live.rejectionOf('rooms.leave', roomCommand(id))).toBe('ROOMS_LAST_OWNER');
    expect(await ann.live.rejectionOf('rooms.setRole', { ...memberCommand(id, ann), role: 'editor' })).toBe(
      'ROOMS_LAST_OWNER',
    );
    await ann.live.do('rooms.setRole', { ...memberCommand(id, bob), role: 'owner' });
    expect(await bob.live.rejectionOf('rooms.setRole', { ...memberCommand(id, carl), role: 'viewer' })).toBe('ok');
    expect(await carl.live.rejectionOf('chat.send', { ...roomCommand(id), text: 'x' })).toBe('ROOMS_READ_ONLY');
    const { event } = await ann.live.do('rooms.leave', roomCommand(id));
    expect(event.payload).toMatchObject({ user: { id: ann.me.id }, how: 'left' });
    expect((await openRoom(bob, id)).room.owner.id).toBe(bob.me.id);
    const stranger = await connectUser(app.url);
    expect(await bob.live.rejectionOf('rooms.setRole', { ...memberCommand(id, stranger), role: 'owner' })).toBe(
      'ROOMS_NOT_A_MEMBER',
    );
  });

  it('[R12] one of two owners stays owner when they demote each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await roomWith('private', bob);
      await ann.live.do('rooms.setRole', { ...memberCommand(id, bob), role: 'owner' });
      const codes = await Promise.all([
        ann.live.rejectionOf('rooms.setRole', { ...memberCommand(id, bob), role: 'viewer' }),
        bob.live.rejectionOf('rooms.setRole', { ...memberCommand(id, ann), role: 'viewer' }),
      ]);
      expect(codes).toContain('ok');
      const { members } = await ann.live.do('rooms.listMembers', { roomId: id });
      expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1);
    }
  });

  it('[R13] a muted user only reads until the mute ends, also after joining again', async () => {
    const { id } = await roomWith('public', bob);
    const { event } = await ann.live.do('rooms.mute', { ...memberCommand(id, bob), minutes: 10 });
    const { until } = event.payload as { until: number };
    expect((await openRoom(bob, id)).mutedUntil).toBe(until);
    const send = () => bob.live.ask('chat.send', { ...roomCommand(id), text: 'x' });
    expect(await send()).toEqual({ ok: false, error: { code: 'ROOMS_MUTED', detail: { until } } });
    await bob.live.do('rooms.leave', roomCommand(id));
    await openRoom(bob, id);
    expect(await send()).toMatchObject({ ok: false, error: { code: 'ROOMS_MUTED' } });
    await advanceClock(app, HOUR_MS, async () => {
      expect(await send()).toMatchObject({ ok: true });
      expect(await openRoom(bob, id)).not.toHaveProperty('mutedUntil');
    });
    await ann.live.do('rooms.mute', { ...memberCommand(id, bob), minutes: null });
    expect(await send()).toMatchObject({ ok: true });
    expect(await ann.live.rejectionOf('rooms.mute', { ...memberCommand(id, ann), minutes: 5 })).toBe('FORBIDDEN');
  });

  it('[R15] an archived room rejects messages and leaves the public lobby', async () => {
    const { id } = await roomWith('public', bob);
    const link = await invite(ann, id);
    await ann.live.do('rooms.archive', { ...roomCommand(id), on: true });
    for (const user of [ann, bob]) {
      expect(await user.live.rejectionOf('chat.send', { ...roomCommand(id), text: 'x' })).toBe('ROOMS_ARCHIVED');
    }
    expect(await acceptInvite(carl, link)).toBe('ROOMS_ARCHIVED');
    const { role, room } = await openRoom(carl, id);
    expect({ role, archived: room.archivedAt !== undefined }).toEqual({ role: 'viewer', archived: true });
    const lobby = async (client: HttpClient) => (await client.get<LobbyView>('/api/rooms')).body;
    expect((await lobby(carl.client)).open.map((card) => card.room.id)).not.toContain(id);
    expect((await lobby(bob.client)).mine.map((card) => card.room.id)).toContain(id);
    await ann.live.do('rooms.archive', { ...roomCommand(id), on: false });
    expect(await bob.live.rejectionOf('chat.send', { ...roomCommand(id), text: 'x' })).toBe('ok');
  });

  it('[R7] the lobby names the rooms that a member may only view', async () => {
    const { id } = await roomWith('public', bob, carl);
    await ann.live.do('rooms.setRole', { ...memberCommand(id, carl), role: 'viewer' });
    const viewedBy = async ({ client }: { readonly client: HttpClient }) =>
      (await client.get<LobbyView>('/api/rooms')).body.viewOnly;
    expect(await viewedBy(carl)).toContain(id);
    expect(await viewedBy(bob)).not.toContain(id);
  });

  it('[R18] the member list shows roles, owners first, and bans to those who manage the room', async () => {
    const { id } = await roomWith('public', bob, carl);
    await ann.live.do('rooms.setRole', { ...memberCommand(id, carl), role: 'viewer' });
    const { members, total, bans } = await bob.live.do('rooms.listMembers', { roomId: id });
    expect(members.map(({ user, role, availability }) => [user.name, role, availability])).toEqual([
      ['Ann', 'owner', 'online'],
      ['Bob', 'editor', 'online'],
      ['Carl', 'viewer', 'online'],
    ]);
    expect({ total, bans }).toEqual({ total: 3, bans: undefined });
  });

  it('[R19] rooms of a deleted user stay readable and get an owner', async () => {
    const leaver = await connectUser(app.url, 'Leaver');
    const [shared, alone] = [await createRoom(leaver, { visibility: 'private' }), await createRoom(leaver)];
    await addMember(leaver, bob, shared.id);
    await sendText(leaver, shared.id, 'remember this');
    const link = await invite(leaver, shared.id);
    const talk = (await openDirectRoom(leaver, bob)).id;
    await deleteAccount(leaver);
    const { role, room, state } = await openRoom(bob, shared.id);
    expect({ role, owner: room.owner.id }).toEqual({ role: 'owner', owner: bob.me.id });
    expect(state).toMatchObject({ messages: [{ text: 'remember this', author: { id: leaver.me.id, name: '' } }] });
    const { events } = await bob.live.do('rooms.eventsSince', { roomId: shared.id, afterSeq: 0 });
    expect(JSON.stringify(events)).not.toContain('Leaver');
    expect(JSON.stringify(await rowsOf(app, 'room_event', `room_id = '${shared.id}'`))).not.toContain('Leaver');
    expect(events.map(({ type }: RoomEvent) => type).slice(-2)).toEqual(['rooms.left', 'rooms.roleChanged']);
    expect(await acceptInvite(carl, link)).toBe('ROOMS_INVITATION_EXPIRED');
    expect((await openRoom(carl, alone.id)).room.archivedAt).toEqual(expect.any(Number));
    expect(await bob.live.rejectionOf('chat.send', { ...roomCommand(talk), text: 'x' })).toBe('USERS_BLOCKED');
    expect((await openRoom(bob, talk)).room.direct).toContainEqual({ id: leaver.me.id, name: '' });
  });

  it('[R14] a banned user cannot join, and their invites end', async () => {
    const { id } = await roomWith('private', bob);
    const [inviteOfAnn, inviteOfBob] = [await invite(ann, id), await invite(bob, id)];
    await ann.live.do('rooms.ban', { ...memberCommand(id, bob), on: true, reason: 'spam' });
    expect(await bob.live.rejectionOf('rooms.open', { roomId: id })).toBe('ROOMS_BANNED');
    expect(await acceptInvite(bob, inviteOfAnn)).toBe('ROOMS_BANNED');
    expect(await acceptInvite(carl, inviteOfBob)).toBe('ROOMS_INVITATION_EXPIRED');
    const { members, bans } = await ann.live.do('rooms.listMembers', { roomId: id });
    expect(members.map(({ user }) => user.id)).toEqual([ann.me.id]);
    expect(bans).toMatchObject([{ user: { id: bob.me.id }, by: { id: ann.me.id }, reason: 'spam' }]);
    await ann.live.do('rooms.ban', { ...memberCommand(id, bob), on: false });
    expect(await acceptInvite(bob, inviteOfAnn)).toBe('ok');
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
    const rooms = app.get(Rooms);
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
    // It still leads a member into the room.
    const seen = await carl.client.get(`/api/invitations/${revoked.token}`);
    expect(seen).toMatchObject({ status: 200, body: { isMember: true } });
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
    const codes = await Promise.all(crowd.map((user) => acceptInvite(user, link)));
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
    for (const user of [one, two]) {
      expect(await roleOf(user, roomId)).toBe('editor');
      await sendText(user, roomId, 'between us');
      const { mine, direct: talks } = (await user.client.get<LobbyView>('/api/rooms')).body;
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
    const { em } = app.get(Database);
    const rows = Array.from({ length: LIMITS.membersPerRoom - 1 }, () => `('${id}', '${randomUUID()}', 'editor')`);
    await em.execute(`insert into room_member (room_id, user_id, role) values ${rows.join(', ')}`);
    expect(await bob.live.rejectionOf('rooms.open', { roomId: id })).toBe('ROOMS_FULL');
    const { members, total } = await ann.live.do('rooms.listMembers', { roomId: id });
    expect({ listed: members.length, total }).toEqual({ listed: LIMITS.membersPerPage, total: LIMITS.membersPerRoom });
  });
});
