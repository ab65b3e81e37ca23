import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Health, RoomView } from '@visionary/contract';
import { FreeSpace } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { type ConnectedUser, connectUser, createRoom, openRoom, sendText } from '../support/rooms.js';
import { PASSWORD } from '../support/users.js';

const MAX_PAGES = 4_294_967_294;
const LONG_TEXT = 'all work and no play makes a long message '.repeat(90);

describe('a server whose SQLite database cannot be written', () => {
  let server: RunningApp;
  let mira: ConnectedUser;
  let room: RoomView;

  const pragma = (text: string) =>
    server.get(Database).orm.em.getConnection().execute<Record<string, number>[]>(`PRAGMA ${text}`);
  const fillDisk = async () => {
    const [row] = await pragma('page_count');
    await pragma(`max_page_count = ${row?.['page_count']}`);
  };
  const freeDisk = () => pragma(`max_page_count = ${MAX_PAGES}`);
  /** Writes until the database is full. @returns the code of the rejection */
  const writeUntilFull = async (): Promise<string> => {
    for (;;) {
      const code = await mira.live.rejectionOf('chat.send', { ...message(), text: LONG_TEXT });
      if (code !== 'ok') return code;
    }
  };
  const message = () => ({ roomId: room.id, clientId: crypto.randomUUID() });

  beforeAll(async () => {
    server = await bootApp({ logLevel: 'silent' });
    mira = await connectUser(server.url, 'Mira');
    room = await createRoom(mira);
    await openRoom(mira, room.id);
  });

  it('[D6] rejects writes with STORAGE_FULL, answers everything else, and writes again when there is space', async () => {
    await fillDisk();
    expect(await writeUntilFull()).toBe('STORAGE_FULL');
    // The one connection is free again, also after several failures at once.
    const codes = await Promise.all(
      [1, 2, 3].map(() => mira.live.rejectionOf('chat.send', { ...message(), text: LONG_TEXT })),
    );
    expect(codes).toEqual(['STORAGE_FULL', 'STORAGE_FULL', 'STORAGE_FULL']);
    expect((await mira.client.get<Health>('/api/health')).body).toMatchObject({ database: 'up' });
    expect(await mira.client.get('/api/rooms')).toMatchObject({ status: 200 });
    const tooMuch = { name: 'Another studio', topic: 'x'.repeat(200), visibility: 'public', language: 'en' };
    for (;;) {
      const { status, body } = await mira.client.post('/api/rooms', tooMuch);
      if (status === 201) continue;
      expect({ status, body }).toMatchObject({ status: 507, body: { code: 'STORAGE_FULL' } });
      break;
    }

    await freeDisk();
    expect(await sendText(mira, room.id, 'space again')).toMatchObject({ event: { type: 'chat.sent' } });
    const session = { name: 'Mira', password: PASSWORD };
    expect((await new HttpClient(server.url).post('/api/session', session)).status).toBe(200);
    expect((await createRoom(mira)).name).toBe('Moonlit studio');
  });

  it('[H45] the server rejects writes and answers reads when the database is read-only, until it is not', async () => {
    await pragma('query_only = on');
    const unavailable = { status: 503, body: { code: 'STORAGE_UNAVAILABLE' } };
    expect(await mira.live.rejectionOf('chat.send', { ...message(), text: 'lost' })).toBe('STORAGE_UNAVAILABLE');
    expect(server.get(FreeSpace).isWritable).toBe(false);
    const room = { name: 'Studio', topic: '', visibility: 'public', language: 'en' };
    expect(await mira.client.post('/api/rooms', room)).toMatchObject(unavailable);
    expect(await mira.client.get('/api/rooms')).toMatchObject({ status: 200 });
    await pragma('query_only = off');
    expect((await createRoom(mira)).name).toBe('Moonlit studio');
    expect((await mira.client.get<Health>('/api/health')).body).toMatchObject({ storage: 'ok' });
  });
});
