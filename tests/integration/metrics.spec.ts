import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@visionary/platform/http';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { readOpenMetrics } from '../support/open-metrics.js';

interface Scrape {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Sends the headers as given: fetch would set its own Host. */
const scrape = (url: string, headers: Record<string, string> = {}): Promise<Scrape> =>
  new Promise((resolve, reject) => {
    const scrapeRequest = request(`${url}/metrics`, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: String(response.headers['content-type']),
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    scrapeRequest.on('error', reject).end();
  });

describe('GET /metrics', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await bootApp(RENDERING);
  });

  it('[H18] is OpenMetrics: pool, takes, queue, sockets, event loop, requests', async () => {
    await new HttpClient(app.url).get('/api/health');
    const { status, type, text } = await scrape(app.url);
    expect({ status, type }).toEqual({ status: 200, type: expect.stringContaining('application/openmetrics-text') });
    const families = readOpenMetrics(text);
    expect(families.get('visionary_takes')?.samples).toEqual(
      new Map(['queued', 'rendering', 'finished', 'failed', 'cancelled'].map((status) => [`{status="${status}"}`, 0])),
    );
    for (const [name, kind] of [
      ['visionary_queue_waiting', 'gauge'],
      ['visionary_wait_seconds', 'histogram'],
      ['visionary_step_seconds', 'histogram'],
      ['visionary_pool_bytes', 'gauge'],
      ['visionary_pool_hits', 'counter'],
      ['visionary_pool_load_seconds', 'counter'],
      ['visionary_renderer_state', 'gauge'],
      ['visionary_renderer_provider', 'gauge'],
      ['visionary_sockets', 'gauge'],
      ['visionary_event_loop_delay_seconds', 'gauge'],
      ['process_resident_memory_bytes', 'gauge'],
    ]) {
      expect([name, families.get(name ?? '')?.type]).toEqual([name, kind]);
    }
    const providers = families.get('visionary_renderer_provider')?.samples ?? new Map<string, number>();
    expect([...providers].map(([key, value]) => [key.includes('provider="cpu"'), value])).toEqual([[true, 1]]);
    const requests = families.get('visionary_http_request_seconds')?.samples ?? new Map<string, number>();
    expect(
      [...requests.keys()].some((key) => key.includes('route="/api/health"') && key.includes('status="200"')),
    ).toBe(true);
  });

  it.each(['en', 'zh'])('[O2] contains exactly the metrics that the guide lists (%s)', async (language) => {
    const { text } = await scrape(app.url);
    // OpenMetrics names the family of a counter without the ending that its samples have.
    const exposed = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, kind]) =>
      kind === 'counter' ? `${name}_total` : name,
    );
    const guide = readFileSync(`docs/operate/${language}/metrics.md`, 'utf8');
    const documented = [...guide.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(exposed.length).toBeGreaterThan(20);
    expect(documented.sort()).toEqual(exposed.sort());
  });

  it('[H18] names routes by their pattern, however many paths are tried', async () => {
    const client = new HttpClient(app.url);
    for (let index = 0; index < 20; index++) await client.get(`/api/invitations/wrong-${index}`);
    const { text } = await scrape(app.url);
    expect(text).not.toContain('wrong-');
    expect(text).toContain('route="/api/invitations/:token"');
  });

  it('[H18] reports the rest when one collector fails', async () => {
    app.get(Metrics).gauge({ name: 'visionary_broken', help: 'x' }, () => Promise.reject(new Error('away')));
    const families = readOpenMetrics((await scrape(app.url)).text);
    expect(families.get('visionary_broken')?.samples.size).toBe(0);
    expect(families.get('visionary_sockets')?.samples.size).toBe(1);
  });

  it('[H18] is local only without a token, and forbidden behind a proxy', async () => {
    const disguises: Record<string, string>[] = [
      { 'x-forwarded-for': '192.0.2.7' },
      { forwarded: 'for=192.0.2.7' },
      { host: 'art.example' },
    ];
    for (const headers of disguises) {
      expect(await scrape(app.url, headers)).toMatchObject({
        status: 403,
        text: '{"code":"FORBIDDEN"}',
      });
    }
    const proxied = await bootApp({ trustProxy: 1 });
    expect((await scrape(proxied.url)).status).toBe(403);
    expect((await scrape(proxied.url, { 'x-forwarded-for': '127.0.0.1' })).status).toBe(403);
  });

  it('[H18] needs the token when one is configured', async () => {
    const guarded = await bootApp({ metricsToken: 'a token of some length' });
    expect((await scrape(guarded.url)).status).toBe(401);
    expect((await scrape(guarded.url, { authorization: 'Bearer a token of some lengtH' })).status).toBe(401);
    const allowed = {
      authorization: 'Bearer a token of some length',
      host: 'art.example',
      'x-forwarded-for': '192.0.2.7',
    };
    expect((await scrape(guarded.url, allowed)).status).toBe(200);
  });
});
