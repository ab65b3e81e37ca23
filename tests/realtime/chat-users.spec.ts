import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView } from '@visionary/contract';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { editMessage, getMessage, deleteMessage, sendMessage } from '../support/chat.js';
import { connect } from '../support/live-client.js';
import { exportOf, deleteAccount } from '../support/users.js';
import { createRoom, addMember, openRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';

describe('user data in rooms', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    [ann, bob] = await connectUsers(app.url, 'Ann', 'Bob');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  const exported = async (user: ConnectedUser) => (await exportOf(user)).json('messages.json');

  it('[C24] the export has the present messages of the user in order, and none of others', async () => {
    const first = await sendMessage(bob, room.id, 'first');
    const answer = await sendMessage(ann, room.id, { text: 'an answer', replyTo: first.id });
    const edited = await sendMessage(ann, room.id, 'before');
    await editMessage(ann, edited, 'after');
    await deleteMessage(ann, await sendMessage(ann, room.id, 'regretted'));
    const inRoom = { roomId: room.id, room: room.name };
    expect(await exported(ann)).toEqual([
      { ...inRoom, id: answer.id, at: new Date(answer.at).toISOString(), text: 'an answer', replyTo: first.id },
      expect.objectContaining({ ...inRoom, id: edited.id, text: 'after', editedAt: expect.any(String) }),
      expect.objectContaining({ text: '', deletedAt: expect.any(String) }),
    ]);
    expect(await exported(bob)).toEqual([
      { ...inRoom, id: first.id, at: new Date(first.at).toISOString(), text: 'first' },
    ]);
  });

  it('[C24] the export omits names of rooms that the user can no longer see', async () => {
    const dora = await connectUser(app.url, 'Dora');
    const [secret, banned] = [await createRoom(ann, { visibility: 'private', name: 'Then' }), await createRoom(ann)];
    await addMember(ann, dora, secret.id);
    await openRoom(dora, banned.id);
    const messages = [await sendMessage(dora, secret.id, 'in secret'), await sendMessage(dora, banned.id, 'in public')];
    expect((await exported(dora)).map(({ room }) => room)).toEqual(['Then', banned.name]);
    const about = (roomId: string) => ({ roomId, clientId: randomUUID() });
    await ann.live.do('rooms.kick', { ...about(secret.id), userId: dora.me.id });
    await ann.live.do('rooms.ban', { ...about(banned.id), userId: dora.me.id, on: true });
    await ann.live.do('rooms.update', { ...about(secret.id), changes: { name: 'Now' } });
    expect((await exported(dora)).map(({ id, room }) => [id, room])).toEqual(messages.map(({ id }) => [id, '']));
  });

  it('[C24] a deleted user is not notified anymore, and their messages stay without a name', async () => {
    const carl = await connectUser(app.url, 'Carl');
    await openRoom(carl, room.id);
    const message = await sendMessage(carl, room.id, 'I was here');
    const mention = await sendMessage(ann, room.id, { text: `<@${carl.me.id}> stay`, replyTo: message.id });
    const notificationCount = async () => (await rowsOf(app, 'notification', `user_id = '${carl.me.id}'`)).length;
    expect(await notificationCount()).toBe(1);
    await deleteAccount(carl);
    expect(await notificationCount()).toBe(0);
    const deletedUser = { id: carl.me.id, name: '' };
    expect(await getMessage(bob, message)).toMatchObject({ text: 'I was here', author: deletedUser });
    expect(await getMessage(bob, mention)).toMatchObject({
      mentions: [deletedUser],
      replyTo: { author: deletedUser, text: 'I was here' },
    });
    const later = await sendMessage(ann, room.id, { text: `<@${carl.me.id}> gone`, replyTo: message.id });
    expect(later.mentions).toBeUndefined();
    expect(await notificationCount()).toBe(0);
    const lobby = await (await connect(app.url)).do('lobby.subscribe', {});
    expect(lobby.open[0]?.lastMessage?.text).toBe('@? gone');
  });
});
