import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { InvitationView } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { sendMessage } from '../support/chat.js';
import { PASSWORD } from '../support/users.js';
import { lockRoom, type RoomLock } from '../support/room-lock.js';
import { createRoom, openRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { freshDatabase } from '../support/services.js';

/** Starts commands one after the other, each when the earlier ones wait for the lock; then releases it. */
async function inTurn(lock: RoomLock, ...steps: (() => Promise<unknown>)[]): Promise<unknown[]> {
  const begun: Promise<unknown>[] = [];
  for (const step of steps) {
    begun.push(step());
    await lock.waiting(begun.length);
  }
  await lock.release();
  return Promise.all(begun);
}

/** Transactions wait for one another, so that a precondition may no longer hold when a command gets the lock. */
describe('concurrent commands in rooms', () => {
  let databaseUrl: string;
  let server: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let carl: ConnectedUser;

  beforeAll(async () => {
    databaseUrl = await freshDatabase('mysql');
    server = await bootApp({ databaseUrl });
    [ann, bob, carl] = await connectUsers(server.url, 'Ann', 'Bob', 'Carl');
  });

  const about = (roomId: string, { me }: ConnectedUser) => ({ roomId, clientId: randomUUID(), userId: me.id });
  const bans = (roomId: string, user: ConnectedUser) => () =>
    ann.live.rejectionOf('rooms.ban', { ...about(roomId, user), on: true });
  const membersOf = async (roomId: string) => {
    const { members } = await ann.live.do('rooms.listMembers', { roomId });
    return members.map(({ user }) => user.name).sort();
  };

  it('[R12] a command is rejected when its owner was demoted meanwhile', async () => {
    const { id } = await createRoom(ann);
    for (const other of [bob, carl]) {
      await openRoom(other, id);
      await ann.live.do('rooms.setRole', { ...about(id, other), role: 'owner' });
    }
    const demotes = (by: ConnectedUser, whom: ConnectedUser) => () =>
      by.live.rejectionOf('rooms.setRole', { ...about(id, whom), role: 'viewer' });
    const lock = await lockRoom(databaseUrl, id);
    const stays = () => bob.live.rejectionOf('rooms.setRole', { ...about(id, bob), role: 'owner' });
    const codes = await inTurn(lock, demotes(ann, bob), demotes(bob, ann), stays);
    expect(codes).toEqual(['ok', 'ROOMS_NOT_OWNER', 'ROOMS_NOT_OWNER']);
    const { members } = await ann.live.do('rooms.listMembers', { roomId: id });
    expect(members.map(({ user, role }) => [user.name, role])).toEqual([
      ['Ann', 'owner'],
      ['Carl', 'owner'],
      ['Bob', 'viewer'],
    ]);
  });

  it('[R14] a user who is banned while joining does not join, with or without an invite', async () => {
    const { id } = await createRoom(ann);
    const opening = await lockRoom(databaseUrl, id);
    const comes = () => bob.live.rejectionOf('rooms.open', { roomId: id });
    expect(await inTurn(opening, bans(id, bob), comes)).toEqual(['ok', 'ROOMS_BANNED']);
    const link = (await ann.client.post<InvitationView>(`/api/rooms/${id}/invitations`, { uses: 1 })).body;
    const accepting = await lockRoom(databaseUrl, id);
    const accepts = async () => (await carl.client.post<{ code: string }>(`/api/invitations/${link.token}`)).body.code;
    expect(await inTurn(accepting, bans(id, carl), accepts)).toEqual(['ok', 'ROOMS_BANNED']);
    expect(await membersOf(id)).toEqual(['Ann']);
  });

  it('[R4] a user cannot join a room that becomes private meanwhile', async () => {
    const { id } = await createRoom(ann);
    const lock = await lockRoom(databaseUrl, id);
    const changes = { visibility: 'private' } as const;
    const closes = () => ann.live.rejectionOf('rooms.update', { roomId: id, clientId: randomUUID(), changes });
    const comes = () => bob.live.rejectionOf('rooms.open', { roomId: id });
    expect(await inTurn(lock, closes, comes)).toEqual(['ok', 'ROOMS_NOT_FOUND']);
    expect(await membersOf(id)).toEqual(['Ann']);
  });

  it('[R15] no event follows the archiving of a room, also from a node that does not know of it yet', async () => {
    const elsewhere = await bootApp({ databaseUrl });
    const [dina, emil] = await connectUsers(elsewhere.url, 'Dina', 'Emil');
    const text = 'after';
    const commands = [
      (roomId: string) => dina.live.rejectionOf('chat.send', { roomId, clientId: randomUUID(), text }),
      (roomId: string, messageId: string) =>
        dina.live.rejectionOf('chat.edit', { roomId, clientId: randomUUID(), messageId, text }),
      (roomId: string, messageId: string) =>
        dina.live.rejectionOf('chat.react', { roomId, clientId: randomUUID(), messageId, emoji: '🔥', on: true }),
      (roomId: string, messageId: string) =>
        dina.live.rejectionOf('chat.pin', { roomId, clientId: randomUUID(), messageId, on: true }),
      (roomId: string) => emil.live.rejectionOf('rooms.open', { roomId }),
    ];
    const results: unknown[] = [];
    for (const command of commands) {
      const { id } = await createRoom(ann);
      await openRoom(dina, id);
      const message = await sendMessage(dina, id, 'before');
      const lock = await lockRoom(databaseUrl, id);
      const archive = () => ann.live.rejectionOf('rooms.archive', { roomId: id, clientId: randomUUID(), on: true });
      results.push(...(await inTurn(lock, archive, () => command(id, message.id))));
      const { events } = await dina.live.do('rooms.eventsSince', { roomId: id, afterSeq: message.seq });
      expect(events.map(({ type }) => type)).toEqual(['rooms.archived']);
      expect(await membersOf(id)).toEqual(['Ann', 'Dina']);
      // Deleting own messages stays possible.
      const deletion = { roomId: id, clientId: randomUUID(), messageId: message.id };
      expect(await dina.live.rejectionOf('chat.delete', deletion)).toBe('ok');
    }
    const rejected = Array.from({ length: 4 }, () => ['ok', 'ROOMS_ARCHIVED']);
    expect(results).toEqual([...rejected, ['ok', 'ok']].flat());
  });

  it('[R19] a deleted account leaves no room that it joined or created meanwhile', async () => {
    const dora = await connectUser(server.url, 'Dora');
    const [known, other] = [await createRoom(dora), await createRoom(ann)];
    const lock = await lockRoom(databaseUrl, known.id);
    const goes = () => dora.client.send('DELETE', '/api/me', { password: PASSWORD });
    // Her connection is closed before the acknowledgement.
    const comes = async () => void dora.live.ask('rooms.open', { roomId: other.id }).catch(() => undefined);
    const founds = () =>
      dora.client.post('/api/rooms', { name: 'Ghosts', topic: '', visibility: 'public', language: 'en' });
    const isWritten = () => ann.client.post('/api/direct-rooms', { userId: dora.me.id });
    const [gone, , founded, written] = await inTurn(lock, goes, comes, founds, isWritten);
    expect(gone).toMatchObject({ status: 204 });
    // Deleting an account learns only then which cached pages show it, and may have to yield to others.
    expect([201, 401]).toContain((founded as { status: number }).status);
    expect([200, 404]).toContain((written as { status: number }).status);
    expect(await membersOf(other.id)).toEqual(['Ann']);
    const lobby = await ann.client.get<{ open: { room: { name: string } }[] }>('/api/rooms');
    expect(lobby.body.open.map(({ room }) => room.name)).not.toContain('Ghosts');
  });
});
