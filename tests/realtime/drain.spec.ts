import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '@visionary/platform/database';
import { drain } from '../../apps/server/src/drain.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { lockRoom } from '../support/room-lock.js';
import { connectUser, createRoom, openRoom, sendText } from '../support/rooms.js';
import { freshDatabase } from '../support/services.js';

const drainNode = ({ app, config }: RunningApp) => drain(app, config);

/** Starts a WebSocket, as a new page does. */
const upgrade = async (url: string): Promise<IncomingMessage> => {
  const headers = {
    ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  };
  const sent = request(`${url}/socket.io/?EIO=4&transport=websocket`, { headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
};

/** A request of which the server has only the headers. @returns a function that sends the body */
const unfinishedRequest = async (url: string, cookie: string): Promise<() => Promise<IncomingMessage>> => {
  const body = JSON.stringify({ theme: 'dark' });
  const headers = { cookie, 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
  const sent = request(`${url}/api/me`, { method: 'PATCH', headers, agent: false });
  sent.flushHeaders();
  await once(sent, 'continue');
  return async () => {
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    return response;
  };
};

const isListening = (url: string) =>
  fetch(`${url}/api/health`).then(
    () => true,
    () => false,
  );

describe('a node that gets SIGTERM', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('[H31] /api/ready returns 503 when the node drains or its database is down, and /api/health stays 200', async () => {
    const node = await bootApp({ mode: 'cluster', drainMs: 1_000 });
    const client = new HttpClient(node.url);
    const states = async () => [
      (await client.get<object>('/api/ready')).body,
      (await client.get('/api/ready')).status,
      (await client.get('/api/health')).status,
    ];
    expect(await states()).toEqual([{ status: 'ready' }, 200, 200]);
    jest.spyOn(node.get(Database), 'isUp').mockResolvedValue(false);
    expect(await states()).toEqual([{ code: 'UNAVAILABLE' }, 503, 200]);
    jest.restoreAllMocks();
    await connect(node.url);
    const drained = drainNode(node);
    expect(await states()).toEqual([{ code: 'SHUTTING_DOWN' }, 503, 200]);
    await drained;
  });

  it('[H32] refuses new WebSockets with 503, acknowledges running commands, and finishes requests', async () => {
    const node = await bootApp({ mode: 'cluster', drainMs: 300, databaseUrl: await freshDatabase('mysql') });
    const ann = await connectUser(node.url, 'Ann');
    const room = await createRoom(ann);
    await openRoom(ann, room.id);
    const lock = await lockRoom(node.config.databaseUrl, room.id);
    const running = sendText(ann, room.id, 'sent before it stops');
    await lock.waiting(1);
    const finishRequest = await unfinishedRequest(node.url, ann.client.cookieHeader);
    const ended = ann.live.next('session.ended');
    const disconnected = ann.live.disconnected();
    const idle = (await connect(node.url)).disconnected();
    const drained = drainNode(node);

    const { statusCode, headers } = await upgrade(node.url);
    expect([statusCode, headers['retry-after']]).toEqual([503, '1']);
    expect(await ended).toEqual({ error: { code: 'SHUTTING_DOWN' }, reconnect: true });
    // A client without a running command goes first.
    await idle;
    await lock.release();
    expect(await running).toMatchObject({ event: { payload: { message: { text: 'sent before it stops' } } } });
    await disconnected;
    await eventually('the node no longer listens', async () => !(await isListening(node.url)));
    const response = await finishRequest();
    expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
    await drained;
  });

  it('[H33] disconnects its clients one after the other', async () => {
    const node = await bootApp({ mode: 'cluster', drainMs: 1_200 });
    const clients = await Promise.all(Array.from({ length: 8 }, () => connect(node.url)));
    const disconnectedAt: number[] = [];
    for (const { socket } of clients) socket.once('disconnect', () => disconnectedAt.push(performance.now()));
    await drainNode(node);
    await eventually('all are disconnected', () => Promise.resolve(disconnectedAt.length === 8));
    // 830 ms apart. A busy machine may notice the first ones late.
    expect(Math.max(...disconnectedAt) - Math.min(...disconnectedAt)).toBeGreaterThan(300);
  });
});
