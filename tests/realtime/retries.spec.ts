import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bootApp } from '../support/app.js';
import { createRoom, addMember, type ConnectedUser, sendText, connectUser } from '../support/rooms.js';

describe('a retried command', () => {
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let carl: ConnectedUser;

  beforeAll(async () => {
    const { url } = await bootApp();
    [ann, bob, carl] = await Promise.all([connectUser(url, 'Ann'), connectUser(url, 'Bob'), connectUser(url, 'Carl')]);
  });

  const inRoom = (roomId: string) => ({ roomId, clientId: randomUUID() });
  const about = (roomId: string, { me }: ConnectedUser) => ({ ...inRoom(roomId), userId: me.id });
  const roomWith = async (...guests: ConnectedUser[]): Promise<string> => {
    const { id } = await createRoom(ann, { visibility: 'private' });
    for (const guest of guests) await addMember(ann, guest, id);
    return id;
  };

  it('[RT2] a retry gets the first event after its user has lost the right, and no one else does', async () => {
    const id = await roomWith(bob, carl);
    const other = await roomWith();
    const leave = inRoom(id);
    const left = await bob.live.do('rooms.leave', leave);
    expect(await bob.live.do('rooms.leave', leave)).toEqual(left);
    const clientId = randomUUID();
    const sent = await sendText(carl, id, 'first', clientId);
    await ann.live.do('rooms.setRole', { ...about(id, carl), role: 'viewer' });
    expect(await sendText(carl, id, 'again', clientId)).toEqual(sent);
    await ann.live.do('rooms.ban', { ...about(id, carl), on: true });
    expect(await sendText(carl, id, 'again', clientId)).toEqual(sent);
    for (const fresh of [
      { roomId: id, clientId: randomUUID() },
      { roomId: other, clientId },
    ]) {
      expect(await carl.live.rejectionOf('chat.send', { ...fresh, text: 'x' })).toMatch(/ROOMS_(BANNED|NOT_FOUND)/);
    }
    expect(await bob.live.rejectionOf('chat.send', { roomId: id, clientId, text: 'x' })).toBe('ROOMS_NOT_FOUND');
    expect(await carl.live.rejectionOf('chat.startTyping', { roomId: id })).toBe('ROOMS_BANNED');
  });
});
