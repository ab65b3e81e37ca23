import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { bootApp } from '../support/app.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { createRoom, openRoom, connectUser } from '../support/rooms.js';
import { freshDatabase } from '../support/services.js';

it('[D3] rejects requests with a code while the database is unreachable, and continues when it returns', async () => {
  const line = await startTcpProxy(await freshDatabase('mysql'));
  const { url } = await bootApp({ databaseUrl: line.url, logLevel: 'silent' });
  const mira = await connectUser(url);
  const room = await createRoom(mira);
  await openRoom(mira, room.id);
  const message = { roomId: room.id, clientId: randomUUID(), text: 'still there?' };
  line.disconnect();
  expect(await mira.live.rejectionOf('chat.send', message)).toBe('UNAVAILABLE');
  expect(await mira.client.get('/api/rooms')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  line.reconnect();
  const { event } = await mira.live.do('chat.send', message);
  expect(event).toMatchObject({ type: 'chat.sent', payload: { message: { text: 'still there?' } } });
});
