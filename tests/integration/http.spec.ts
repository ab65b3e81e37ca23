import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ErrorView, Health, LIMITS } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD, signUp } from '../support/users.js';
import { freshFolder } from '../support/services.js';

const SCRIPT = 'console.log("visionary")';
const BROTLI = brotliCompressSync(SCRIPT.repeat(1000));

/** A client as vite builds it. */
function builtClient(): string {
  const webDir = freshFolder();
  mkdirSync(join(webDir, 'assets'));
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><html><head><title>V</title></head><body></body></html>');
  writeFileSync(join(webDir, 'assets', 'index-Ab12Cd34.js'), SCRIPT);
  writeFileSync(join(webDir, 'assets', 'big-Ef56Gh78.js'), SCRIPT.repeat(1000));
  writeFileSync(join(webDir, 'assets', 'big-Ef56Gh78.js.br'), BROTLI);
  writeFileSync(join(webDir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(webDir, '.secret'), 'not for you');
  return webDir;
}

describe('HTTP', () => {
  let server: RunningApp;
  let client: HttpClient;

  beforeAll(async () => {
    server = await bootApp({ ...RENDERING, webDir: builtClient() });
    client = new HttpClient(server.url);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('[H12] reports the health of its parts', async () => {
    const { status, headers, body } = await client.get('/api/health');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(Health.parse(body)).toMatchObject({ mode: 'embedded', database: 'up', bus: 'in-process', sockets: 0 });
  });

  it('[H3] rejects requests of another origin, with and without a cookie', async () => {
    const { client: ann } = await signUp(server.url, 'Origin');
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1', `${server.url}.evil.example`]) {
      const headers = { origin };
      const refused = { status: 403, body: { code: 'ORIGIN_NOT_ALLOWED' } };
      expect(await ann.patch('/api/me', { theme: 'dark' }, { headers })).toMatchObject(refused);
      expect(await ann.delete('/api/session', { headers })).toMatchObject(refused);
      expect(await client.post('/api/session', { name: 'a', password: 'b' }, { headers })).toMatchObject(refused);
    }
    const headers = { origin: server.url };
    expect(await ann.patch('/api/me', { theme: 'dark' }, { headers })).toMatchObject({ status: 200 });
  });

  it('[H4] rejects a body over the limit, with or without a Content-Length', async () => {
    const { client: ann } = await signUp(server.url, 'Bodies');
    const body = { name: 'Roomy', topic: 'x'.repeat(LIMITS.bodyBytes) };
    expect(await ann.post('/api/rooms', body)).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
    const headers = { 'transfer-encoding': 'chunked' };
    expect(await ann.post('/api/rooms', body, { headers })).toMatchObject({ status: 413 });
  });

  it.each([
    ['half a document', '{"theme":'],
    ['no object', '"dark"'],
    ['20,000 lists deep', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['20,000 objects deep', `${'{"theme":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['depth where text belongs', `{"theme":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['__proto__', '{"theme":"dark","__proto__":{"admin":true}}'],
    ['constructor.prototype', '{"theme":"dark","constructor":{"prototype":{"admin":true}}}'],
    ['an unknown property', '{"theme":"dark","role":"admin"}'],
    ['NaN', '{"theme":NaN}'],
    ['a byte that is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('[H5] rejects a body of %s, and changes nothing', async (what, raw) => {
    const { client: ann, me } = await signUp(server.url, `Ann ${what}`.slice(0, 30));
    const began = performance.now();
    expect(await ann.patch('/api/me', undefined, { raw })).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    expect(performance.now() - began).toBeLessThan(WITHIN_A_SECOND_MS);
    expect((await ann.get('/api/me')).body).toEqual({ me, canLend: true });
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('[H5] names the invalid field and never repeats its value', async () => {
    const answer = await client.post('/api/accounts', {
      name: 'x',
      password: 'hunter2-is-my-password',
      language: 'fr',
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', detail: { field: 'name' } } });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });

  it('[H5] rejects form bodies, the only ones that other origins can send without preflight', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const sending = { raw: '{"name":"Form","password":"long enough"}', headers: { 'content-type': type } };
      expect(await client.post('/api/accounts', undefined, sending)).toMatchObject({ status: 400 });
    }
    const coded = { raw: '{}', headers: { 'content-encoding': 'strange' } };
    expect(await client.post('/api/accounts', undefined, coded)).toMatchObject({ status: 400 });
  });

  it('[H6] responds to a bug with an id, and logs the id and the stack without the request body', async () => {
    const lines: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => Boolean(lines.push(String(line))));
    jest.spyOn(server.get(Database), 'query').mockImplementation(() => {
      throw new Error('no disk');
    });
    const answer = await client.post<ErrorView>('/api/session', { name: 'Bug', password: PASSWORD });
    jest.restoreAllMocks();
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    const id = String(answer.body.detail?.['id']);
    expect(answer.body).toEqual({ code: 'INTERNAL', detail: { id } });
    const logged = lines.find((line) => line.includes(id)) ?? '{}';
    expect(JSON.parse(logged)).toMatchObject({ level: 50, route: 'POST /api/session', err: { message: 'no disk' } });
    expect(lines.join('')).not.toContain(PASSWORD);
  });

  it('[H7] ignores X-Forwarded-For unless a proxy is configured', async () => {
    const statuses = new Set<number>();
    for (let index = 0; index < 21; index++) {
      const headers = { 'x-forwarded-for': `198.51.100.${index}` };
      statuses.add((await client.post('/api/session', { name: 'Spoof', password: 'wrong' }, { headers })).status);
    }
    expect(statuses).toEqual(new Set([401, 429]));
  });

  it('[H7] counts by the forwarded address behind a configured proxy', async () => {
    const { url } = await bootApp({ trustProxy: 1, requestsPerMinute: 10 });
    const behind = (address: string) =>
      new HttpClient(url).get('/api/me', { headers: { 'x-forwarded-for': `203.0.113.1, ${address}` } });
    for (let index = 0; index < 10; index++) expect((await behind('198.51.100.1')).status).toBe(200);
    expect((await behind('198.51.100.1')).status).toBe(429);
    expect((await behind('198.51.100.2')).status).toBe(200);
  });

  it('[H8] tells a rate-limited address when to retry', async () => {
    const { url } = await bootApp({ requestsPerMinute: 20 });
    const flood = Array.from({ length: 25 }, () => new HttpClient(url).get('/api/me'));
    const refused = (await Promise.all(flood)).filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.body).toMatchObject({ code: 'RATE_LIMITED' });
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await new HttpClient(url, '127.0.0.7').get('/api/me')).status).toBe(200);
  });

  it('[H31] answers load balancers although their address has spent its requests', async () => {
    const { url } = await bootApp({ requestsPerMinute: 10 });
    const probe = async (path: string) => (await new HttpClient(url).get(path)).status;
    for (let n = 0; n < 12; n++) expect([await probe('/api/ready'), await probe('/api/health')]).toEqual([200, 200]);
    const others = await Promise.all(Array.from({ length: 11 }, () => probe('/api/me')));
    expect(others.filter((status) => status === 429)).toHaveLength(1);
    expect([await probe('/api/ready'), await probe('/api/health')]).toEqual([200, 200]);
  });

  it('[H10] allows the client to run its own files and nothing else', async () => {
    const { headers } = await client.get('/', { headers: { accept: 'text/html' } });
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('[H10] gives each response a separate nonce for style elements', async () => {
    const pages = await Promise.all(
      ['/', '/rooms/1'].map((path) => client.get<string>(path, { headers: { accept: 'text/html' } })),
    );
    const nonces = pages.map(({ body }) => /<meta property="csp-nonce" nonce="([^"]+)"/.exec(body)?.[1]);
    expect(new Set(nonces).size).toBe(2);
    pages.forEach(({ headers }, index) =>
      expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[index]}';`),
    );
  });

  it('[H11] caches hashed files forever and index.html never', async () => {
    const script = await client.get('/assets/index-Ab12Cd34.js');
    expect(script).toMatchObject({ status: 200, body: SCRIPT });
    expect(script.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringContaining('javascript'),
      etag: expect.any(String),
    });
    const again = { headers: { 'if-none-match': String(script.headers.etag) } };
    expect((await client.get('/assets/index-Ab12Cd34.js', again)).status).toBe(304);
    expect((await client.get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
    expect((await client.get('/', { headers: { accept: 'text/html' } })).headers['cache-control']).toBe('no-store');
  });

  it('[H11] sends compressed files to clients that accept them', async () => {
    const plain = await client.get('/assets/big-Ef56Gh78.js');
    const packed = await client.get('/assets/big-Ef56Gh78.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringMatching(/accept-encoding/i),
    });
    expect(String(packed.body).length).toBeLessThan(String(plain.body).length / 10);
    const { headers } = await client.get('/assets/big-Ef56Gh78.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(BROTLI.length),
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('[H11] serves index.html for routes of the client, and never for the API', async () => {
    const page = { headers: { accept: 'text/html' } };
    for (const path of ['/', '/rooms/0192', '/apiary', '/sign-in?from=/x', '/join/%E0%A4%A']) {
      expect(await client.get(path, page)).toMatchObject({
        status: 200,
        body: expect.stringContaining('<title>V</title>'),
      });
    }
    for (const path of ['/api', '/api/', '/api/nothing', '/api/me/too', '/assets/gone-Zz99.js']) {
      const answer = await client.get(path, page);
      expect({ path, ...answer }).toMatchObject({ path, status: 404, body: { code: 'NOT_FOUND' } });
    }
    expect(await client.send('PUT', '/api/me', {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('[H11] serves no files outside of the client', async () => {
    for (const path of [
      '/.secret',
      '/..%2f..%2fetc/passwd',
      '/assets/..%2f.secret',
      '/%00',
      '/%E0%A4%A',
      '//evil.example',
    ]) {
      const { status, headers, body } = await client.get<string>(path);
      expect(status).toBeLessThan(500);
      expect(headers['location']).toBeUndefined();
      expect(JSON.stringify(body)).not.toMatch(/not for you|root:/);
    }
  });

  it('[H5] answers an address that is too long, and what is no HTTP, as other rejections', async () => {
    const long = await fetch(`${server.url}/api/models?q=${'a'.repeat(20_000)}`);
    expect([long.status, await long.json()]).toEqual([431, { code: 'TOO_LARGE' }]);
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write('NOT HTTP\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
    expect(answer).toMatch(/\{"code":"INVALID"\}$/u);
  });

  it('[H9] disconnects slow requests, and serves others meanwhile', async () => {
    const { hostname, port } = new URL(server.url);
    // The server checks for slow requests every two seconds.
    const http = server.app.getHttpServer() as unknown as { headersTimeout: number; timeouts: { bodyTimeout: number } };
    expect(Math.max(http.headersTimeout, http.timeouts.bodyTimeout)).toBeLessThan(28_000);
    http.headersTimeout /= 10;
    http.timeouts.bodyTimeout /= 10;
    const dripping = Array.from({ length: 200 }, (_, index) => {
      const socket = connect(Number(port), hostname);
      const whole =
        'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n';
      // Half of them never end their headers, the others never end their body.
      socket.write(index % 2 ? 'GET /api/health HTTP/1.1\r\nHost: x\r\n' : whole);
      const drip = setInterval(() => socket.write(index % 2 ? 'X-Drip: 1\r\n' : ' '), 100);
      return new Promise<void>((resolve) => {
        socket
          .on('error', () => socket.destroy())
          .on('close', () => resolve(clearInterval(drip)))
          .resume();
      });
    });
    const cut = Promise.all(dripping).then(() => 'cut');
    expect(await Promise.race([client.get('/api/health'), cut])).toMatchObject({ status: 200 });
    expect(await cut).toBe('cut');
  });
});
