import { beforeAll, describe, expect, it } from '@jest/globals';
import { ErrorView, type Route, ROUTES } from '@visionary/contract';
import fc from 'fast-check';
import { bootApp } from '../support/app.js';
import type { HttpClient } from '../support/http-client.js';
import { signUp } from '../support/users.js';

const FIELDS = ['name', 'password', 'language', 'theme', 'topic', 'visibility', '__proto__', 'constructor', 'id', ''];
const NASTY = [
  '\u0000',
  '😀',
  '\ud800',
  "' or 1=1 --",
  '${7*7}',
  '%00',
  '../..',
  '\u202e',
  'a'.repeat(5000),
  '{"$gt":""}',
];

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...NASTY));
const value = fc.oneof(text, fc.jsonValue(), fc.constantFrom('zh', 'en', 'dark', 'public', 'private'));
const body = fc.oneof(
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), value), { selector: ([name]) => name })
    .map((entries) => JSON.stringify(Object.fromEntries(entries))),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  text,
);
const routes = (Object.values(ROUTES) as Route[]).filter(({ path }) => path !== '/api/health');
const target = fc.record({ route: fc.constantFrom(...routes), part: text, query: fc.webQueryParameters() });

describe('the API with random requests', () => {
  let client: HttpClient;
  beforeAll(async () => {
    client = (await signUp((await bootApp({ requestsPerMinute: 100_000, signUpsPerHour: 10 })).url, 'Fuzzer')).client;
  });

  it('[H5] responds to each as the contract says, and never fails', async () => {
    const cookies = [...client.cookies];
    await fc.assert(
      fc.asyncProperty(target, body, async ({ route, part, query }, raw) => {
        for (const [name, value] of cookies) client.cookies.set(name, value);
        const path = route.path.replaceAll(/:\w+/g, encodeURIComponent(part.toWellFormed()));
        const sending = route.method === 'GET' ? {} : { raw };
        const answer = await client.send(
          route.method,
          `${path}?${encodeURI(query.toWellFormed())}`,
          undefined,
          sending,
        );
        if (answer.status >= 500) throw new Error(`${route.method} ${path} answered ${answer.status}`);
        if (answer.status >= 400) expect(ErrorView.safeParse(answer.body).success).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
