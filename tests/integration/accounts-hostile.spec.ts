import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MeView, CurrentSession } from '@visionary/contract';
import { Passwords } from '../../libs/accounts/storage/passwords.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD, signUp } from '../support/users.js';

let addresses = 0;
/** An unused address, so that tests don't share rate limits. */
const anAddress = (): string => `127.0.7.${++addresses}`;

describe('accounts and hostile requests', () => {
  let app: RunningApp;
  let url: string;
  beforeAll(async () => {
    app = await bootApp();
    ({ url } = app);
  });

  it('[A5] an unknown name and a wrong password get the same body and status, and cost a hash of the same parameters', async () => {
    await signUp(app.url, 'Timed');
    const passwords = app.get(Passwords);
    const verify = jest.spyOn(passwords, 'verify');
    const answers = [];
    for (const name of ['Timed', 'Nobody']) {
      const client = new HttpClient(app.url, anAddress());
      const { status, body } = await client.post('/api/session', { name, password: 'wrong horse' });
      answers.push({ status, body });
    }
    const rejected = { status: 401, body: { code: 'ACCOUNTS_WRONG_CREDENTIALS' } };
    expect(answers).toEqual([rejected, rejected]);
    const [real, none] = verify.mock.calls.map(([stored]) => stored);
    expect([verify.mock.calls.length, none]).toEqual([2, null]);
    const parametersOf = (hash: string) => hash.split('$').slice(1, 4);
    expect(parametersOf(await passwords['dummyHash'])).toEqual(parametersOf(real ?? ''));
    verify.mockRestore();
  });

  it('[A6] a password of a megabyte is rejected before hashing', async () => {
    const body = { name: 'Huge', password: 'x'.repeat(1024 * 1024) };
    for (const path of ['/api/accounts', '/api/session']) {
      const answer = await new HttpClient(url).post(path, body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', detail: { field: 'password' } } });
    }
    expect(
      await new HttpClient(url).post('/api/accounts', { ...body, password: 'y'.repeat(3 * 1024 * 1024) }),
    ).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
  });

  it('[A7] sign-in is blocked after 20 failures, but not for the owner at another address', async () => {
    await signUp(url, 'Owner', anAddress());
    const attacker = new HttpClient(url, anAddress());
    const guess = (password: string) => attacker.post('/api/session', { name: 'owner', password });
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, index) => guess(`wrong guess ${index}`)));
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]));
    const refused = await guess(PASSWORD);
    expect(refused).toMatchObject({ status: 429, body: { code: 'ACCOUNTS_TOO_MANY_ATTEMPTS' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(600);
    const owner = new HttpClient(url, anAddress());
    expect(await owner.post('/api/session', { name: 'Owner', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('[A7] attempts with many names count per address', async () => {
    await signUp(url, 'Bystander');
    const attacker = new HttpClient(url, anAddress());
    const tries = Array.from({ length: 101 }, (_, index) =>
      attacker.post('/api/session', { name: `name ${index}`, password: 'password1' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    const bystander = new HttpClient(url, anAddress());
    expect(await bystander.post('/api/session', { name: 'Bystander', password: PASSWORD })).toMatchObject({
      status: 200,
    });
  });

  it('[A7] failures are reset when the owner signs in', async () => {
    const { client } = await signUp(url, 'Forgetful', anAddress());
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 15; index++) {
        expect(await client.post('/api/session', { name: 'Forgetful', password: 'hmm' })).toMatchObject({
          status: 401,
        });
      }
      expect(await client.post('/api/session', { name: 'Forgetful', password: PASSWORD })).toMatchObject({
        status: 200,
      });
    }
  });

  it('[A12] sign-ups are rejected when an address exceeds the limit', async () => {
    const strict = await bootApp({ signUpsPerHour: 3 });
    for (const name of ['One', 'Two', 'Three']) await signUp(strict.url, name);
    expect(await new HttpClient(strict.url).post('/api/accounts', { name: 'Two', password: PASSWORD })).toMatchObject({
      status: 429,
      body: { code: 'ACCOUNTS_TOO_MANY_ATTEMPTS' },
    });
    await signUp(strict.url, 'Four', anAddress());
    const address = anAddress();
    const racing = Array.from({ length: 9 }, (_, n) =>
      new HttpClient(strict.url, address).post('/api/accounts', { name: `At once ${n}`, password: PASSWORD }),
    );
    expect((await Promise.all(racing)).map(({ status }) => status).sort()).toEqual([
      201,
      201,
      201,
      ...Array(6).fill(429),
    ]);
  });

  it('[A10] other requests are answered while passwords are hashed', async () => {
    let answered = 0;
    const waiting = Array.from({ length: 60 }, async () => {
      await new HttpClient(url, anAddress()).post('/api/session', { name: 'Nobody', password: 'password1' });
      answered += 1;
    });
    for (let index = 0; index < 30; index++) {
      expect(await new HttpClient(url).get('/api/me')).toMatchObject({ status: 200 });
    }
    expect(answered).toBeLessThan(waiting.length);
    await Promise.all(waiting);
  });

  it.each([
    ['a role', { role: 'admin' }],
    ['an id', { id: '00000000-0000-4000-8000-000000000000' }],
    ['a password hash', { passwordHash: 'x' }],
    ['an operator for the name', { name: { $gt: '' } }],
    ['a list for the name', { name: ['a', 'b'] }],
    ['a number for the password', { password: 12345678 }],
    ['an object for the language', { language: { __raw: 'sql' } }],
    ['no password', { password: undefined }],
  ])('[H5] a sign-up is rejected without an account when it has %s', async (_what, wrong) => {
    const client = new HttpClient(url, anAddress());
    const right = { name: `Victim ${addresses}`, password: PASSWORD };
    expect(await client.post('/api/accounts', { ...right, ...wrong })).toMatchObject({
      status: 400,
      body: { code: 'INVALID' },
    });
    expect((await client.get<{ me: MeView | null }>('/api/me')).body.me).toBeNull();
    expect(await client.post('/api/accounts', right)).toMatchObject({ status: 201 });
  });

  it('[H5] a sign-in is rejected when the password is an object', async () => {
    await signUp(url, 'Target');
    for (const password of [{ $gt: '' }, { $ne: null }, [PASSWORD], null, true, { __helper: 'x' }]) {
      const answer = await new HttpClient(url, anAddress()).post('/api/session', { name: 'Target', password });
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', detail: { field: 'password' } } });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('[A15] an account keeps its newest 40 sessions', async () => {
    const { client: first } = await signUp(url, 'Hoarder', anAddress());
    const address = anAddress();
    for (let index = 0; index < 39; index++) {
      await new HttpClient(url, address).post('/api/session', { name: 'Hoarder', password: PASSWORD });
    }
    expect((await first.get<CurrentSession>('/api/me')).body.me).toMatchObject({ name: 'Hoarder' });
    await new HttpClient(url, address).post('/api/session', { name: 'Hoarder', password: PASSWORD });
    expect((await first.get<CurrentSession>('/api/me')).body.me).toBeNull();
  });

  it('[A2] a forged cookie counts as no cookie', async () => {
    for (const value of ['', 'x', 'a'.repeat(4000), "' or 1=1 --", '%00', '{"$gt":""}', '%E0%A4%A']) {
      const client = new HttpClient(url);
      client.cookies.set('visionary_session', value);
      expect(await client.get('/api/me')).toMatchObject({ status: 200, body: { me: null } });
    }
  });

  it('[A21] claiming the instance is rate-limited when tokens are guessed', async () => {
    const { client } = await signUp(url, 'Claimant', anAddress());
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, n) => client.post('/api/instance/claim', { token: `guess ${n}` })),
    );
    for (const { status } of tries) expect(status).toBe(404);
    expect(await client.post('/api/instance/claim', { token: 'one more' })).toMatchObject({
      status: 429,
      body: { code: 'ACCOUNTS_TOO_MANY_ATTEMPTS' },
    });
    for (const token of ['', 'x'.repeat(101), null, { $ne: '' }, ['x']]) {
      expect(await client.post('/api/instance/claim', { token })).toMatchObject({ status: 400 });
    }
  });

  it('[H5] invalid names, ids and squares are rejected without a change', async () => {
    const { client, me } = await signUp(url, 'Unchanged', anAddress());
    const wrong = [
      ['PATCH', '/api/me', { name: { $gt: '' } }],
      ['PATCH', '/api/me', { name: 'x'.repeat(33) }],
      ['PATCH', '/api/me', { name: 'nu\u0000l' }],
      ['PATCH', '/api/me', { name: 'half \ud800' }],
      ['PATCH', '/api/me', { name: 'a\u202eb' }],
      ['PATCH', '/api/me', { role: 'admin' }],
      ['PATCH', '/api/me', { username: 'Other' }],
      ['PATCH', '/api/me', { image: '/api/users/x' }],
      ['PUT', '/api/me/blocks/__proto__', undefined],
      ['PUT', `/api/me/blocks/${me.id}'--`, undefined],
      ['DELETE', '/api/me/blocks/1', undefined],
      ['GET', '/api/users?search=', undefined],
      ['GET', `/api/users?search=${'x'.repeat(33)}`, undefined],
      ['GET', '/api/users?search=a&limit=1000', undefined],
      ['GET', '/api/users?search=a&roomId=1', undefined],
      ['GET', '/api/users?search[$gt]=', undefined],
      ['GET', '/api/users?search=a&search=b', undefined],
      ['GET', `/api/users/${me.id}/avatar/..%2f..%2fvisionary.sqlite`, undefined],
      ['DELETE', '/api/me/sessions?which=__proto__', undefined],
    ] as const;
    for (const [method, path, body] of wrong) {
      const { status, body: reply } = await client.send(method, path, body);
      expect({ method, path, status, reply }).toMatchObject({ method, path, status: 400, reply: { code: 'INVALID' } });
    }
    expect((await client.get<CurrentSession>('/api/me')).body.me).toEqual(me);
  });

  it('[H5] a visitor learns nothing about other users', async () => {
    const { me } = await signUp(url, 'Private', anAddress());
    const visitor = new HttpClient(url, anAddress());
    const requests = [
      ['GET', '/api/users?search=private'],
      ['GET', '/api/me/sessions'],
      ['GET', '/api/me/blocks'],
      ['GET', '/api/me/export'],
      ['GET', '/api/admin/accounts'],
      ['PUT', `/api/me/blocks/${me.id}`],
      ['PUT', '/api/me/avatar'],
      ['DELETE', '/api/me/sessions'],
      ['DELETE', '/api/me/avatar'],
      ['PATCH', `/api/admin/accounts/${me.id}`, { role: 'admin' }],
      ['DELETE', '/api/me', { password: PASSWORD }],
      ['POST', '/api/me/password', { current: PASSWORD, next: 'another password' }],
    ] as const;
    for (const [method, path, body] of requests) {
      const { status, body: reply } = await visitor.send(method, path, body);
      expect({ method, path, status, reply }).toEqual({
        method,
        path,
        status: 401,
        reply: { code: 'UNAUTHENTICATED' },
      });
    }
  });
});
