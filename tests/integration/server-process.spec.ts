import { once } from 'node:events';
import { connect as connectTcp, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { onCleanup } from '../support/cleanup.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { signUp } from '../support/users.js';
import { FakeS3 } from '../support/fake-s3.js';
import { freshFolder } from '../support/services.js';
import { startNode, spawnServer } from '../support/nodes.js';

describe('the server process', () => {
  it('[H15] exits with 0 within 5 s on SIGTERM when browsers have connected without a request or handshake', async () => {
    const node = await startNode();
    const inAdvance = connectTcp(Number(new URL(node.url).port), '127.0.0.1');
    onCleanup(() => inAdvance.destroy());
    await once(inAdvance, 'connect');
    const page = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await once(page, 'message');
    const began = performance.now();
    expect(await node.end('SIGTERM')).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('[H15] stops gracefully on SIGTERM: notifies sockets and exits with 0 within 5 s', async () => {
    const node = await startNode();
    const { url } = node;
    const { client } = await signUp(url, 'Last guest');
    const live = await connect(url, client.cookieHeader);
    const idle = new HttpClient(url);
    expect(await idle.get('/api/health')).toMatchObject({ status: 200 });
    const event = live.next('session.ended');
    const began = performance.now();
    const ended = node.end('SIGTERM');
    expect(await event).toEqual({ error: { code: 'SHUTTING_DOWN' }, reconnect: true });
    expect(await ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('[H15] keeps sessions over a restart', async () => {
    const settings = { DATA_DIR: freshFolder() };
    const first = await startNode(settings);
    const { client, me } = await signUp(first.url, 'Returner');
    expect(await first.end('SIGINT')).toBe(0);
    const again = new HttpClient((await startNode(settings)).url);
    for (const [name, value] of client.cookies) again.cookies.set(name, value);
    expect(await again.get('/api/me')).toMatchObject({ body: { me } });
  });

  it('[T18] logs at the start what the doctor found', async () => {
    const node = await startNode({ HOST: '0.0.0.0' });
    await eventually('the warning', () => node.output().includes('without encryption (HOST=0.0.0.0)'));
  });

  it('[H15] reports a port in use in one sentence', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    onCleanup(() => other.close());
    const running = spawnServer({ PORT: String(port), LOG_LEVEL: 'error' });
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toBe(
      `Visionary cannot start: port ${port} is in use. Stop the program that uses it, or choose another port with PORT=….\n`,
    );
  });

  it('[H15] rejects a data folder of another running server, but not of a killed one', async () => {
    const settings = { DATA_DIR: freshFolder() };
    const first = await startNode(settings);
    const second = spawnServer(settings);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain('another server is using DATA_DIR');
    await first.end('SIGKILL');
    await startNode(settings);
  });

  it('[H2] reports an invalid setting in one sentence', async () => {
    const running = spawnServer({ SESSION_TTL_DAYS: 'forever' });
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toBe('Visionary cannot start: SESSION_TTL_DAYS must be a whole number.\n');
  });

  it('[M135] reports in one sentence that its bucket denies access or is missing', async () => {
    const { endpoint, bucket, region, key } = (await FakeS3.start()).settings;
    const settings = {
      S3_BUCKET: bucket,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: key,
      S3_SECRET_ACCESS_KEY: 'a wrong one',
    };
    const refused = spawnServer({ ...settings, S3_ENDPOINT: endpoint });
    const silent = `http://127.0.0.1:${await freePort()}`;
    const nowhere = spawnServer({ ...settings, S3_ENDPOINT: silent });
    expect(await Promise.all([refused.ended, nowhere.ended])).toEqual([1, 1]);
    const sentence = (at: string, why: string) =>
      `Visionary cannot start: the bucket ${bucket} at ${at} can’t be used (${why}). Check S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, and S3_SECRET_ACCESS_KEY, and that the key can write, read, and delete objects.\n`;
    expect(refused.stderr()).toBe(sentence(endpoint, 'SignatureDoesNotMatch'));
    expect(nowhere.stderr()).toBe(sentence(silent, 'ECONNREFUSED'));
  });

  it('[H2] reports an unreachable database in one sentence', async () => {
    const running = spawnServer({ DATABASE_URL: 'mysql://visionary:secret@127.0.0.1:1/visionary' });
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toBe(
      'Visionary cannot start: the database at 127.0.0.1:1 can’t be reached (ECONNREFUSED). Check DATABASE_URL, and that the database is running.\n',
    );
  });
});
