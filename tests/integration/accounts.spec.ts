import { beforeAll, describe, expect, it } from '@jest/globals';
import { ErrorView, MeView, CurrentSession } from '@visionary/contract';
import { Users } from '@visionary/accounts';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD, signUp } from '../support/users.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { advanceClock } from '../support/clock.js';

const DAY_MS = 86_400_000;

describe.each(DIALECTS)('accounts on %s', (dialect) => {
  let server: RunningApp;
  const visitor = (address?: string) => new HttpClient(server.url, address);
  const whoIs = async (client: HttpClient) => CurrentSession.parse((await client.get('/api/me')).body).me;

  beforeAll(async () => {
    server = await bootApp({ databaseUrl: await freshDatabase(dialect) });
  });

  it('[A1] signing up creates an account and a session', async () => {
    const { client, me } = await signUp(server.url, '小明 Ann');
    expect(MeView.parse(me)).toMatchObject({ name: '小明 Ann', language: 'en', theme: 'system' });
    expect(await whoIs(client)).toEqual(me);
  });

  it('[A1] the session cookie is HttpOnly and SameSite', async () => {
    const answer = await visitor().post('/api/accounts', { name: 'Cookie', password: PASSWORD });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^visionary_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('[A13] the language follows the browser until the user chooses one', async () => {
    const client = visitor();
    const newcomer = { name: 'Language', password: PASSWORD };
    const made = await client.post<MeView>('/api/accounts', newcomer, {
      headers: { 'accept-language': 'zh-CN,en;q=0.5' },
    });
    expect(made.body.language).toBe('zh');
    const changed = await client.patch<MeView>('/api/me', { language: 'en', theme: 'dark' });
    expect(changed).toMatchObject({ status: 200, body: { language: 'en', theme: 'dark' } });
    expect(await whoIs(client)).toEqual(changed.body);
  });

  it('[A2] a token is invalid when the user has signed out', async () => {
    await signUp(server.url, 'Inout');
    const client = visitor();
    expect(await client.post('/api/session', { name: 'inOUT', password: PASSWORD })).toMatchObject({ status: 200 });
    expect(await whoIs(client)).toMatchObject({ name: 'Inout' });
    const kept = visitor();
    kept.cookies.set('visionary_session', client.cookies.get('visionary_session') ?? '');
    expect(await client.delete('/api/session')).toMatchObject({ status: 204 });
    expect(client.cookies.size).toBe(0);
    expect(await whoIs(kept)).toBeNull();
    expect(await kept.patch('/api/me', { theme: 'dark' })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    });
    expect(await kept.delete('/api/session')).toMatchObject({ status: 204 });
  });

  it("[A8] signing in replaces a preset token and ends the browser's previous session", async () => {
    const { client } = await signUp(server.url, 'Fixed');
    const old = client.cookies.get('visionary_session') ?? '';
    await client.post('/api/session', { name: 'Fixed', password: PASSWORD });
    expect(client.cookies.get('visionary_session')).not.toBe(old);
    const thief = visitor();
    thief.cookies.set('visionary_session', old);
    expect(await whoIs(thief)).toBeNull();

    const victim = visitor();
    victim.cookies.set('visionary_session', 'chosen-by-the-attacker');
    await victim.post('/api/session', { name: 'Fixed', password: PASSWORD });
    expect(victim.cookies.get('visionary_session')).not.toBe('chosen-by-the-attacker');

    const before = client.cookies.get('visionary_session') ?? '';
    expect(await client.post('/api/accounts', { name: 'Fixed 2', password: PASSWORD })).toMatchObject({ status: 201 });
    expect(await whoIs(client)).toMatchObject({ name: 'Fixed 2' });
    thief.cookies.set('visionary_session', before);
    expect(await whoIs(thief)).toBeNull();
  });

  it('[A9] a session is extended while it is used and expires when it is not', async () => {
    const { client } = await signUp(server.url, 'Sliding');
    const used = await advanceClock(server, 20 * DAY_MS, () => client.get<CurrentSession>('/api/me'));
    expect(used.body.me).toMatchObject({ name: 'Sliding' });
    expect(used.headers['set-cookie']?.[0]).toContain('Max-Age=2592000');
    expect(await advanceClock(server, 40 * DAY_MS, () => whoIs(client))).toMatchObject({ name: 'Sliding' });
    expect(await advanceClock(server, 71 * DAY_MS, () => whoIs(client))).toBeNull();
  });

  it('[A4] a sign-up is rejected when the name looks like another', async () => {
    await signUp(server.url, 'Mallory');
    for (const name of ['mallory', 'Маllory', 'Ｍallory', 'Mallóry', 'MaIIory', 'Mallory\u3164']) {
      const answer = await visitor().post('/api/accounts', { name, password: PASSWORD });
      expect({ name, ...answer }).toMatchObject({ name, status: 409, body: { code: 'ACCOUNTS_NAME_TAKEN' } });
    }
  });

  it('[A4] a sign-up is rejected when the name has invisible characters', async () => {
    for (const name of ['Mal\u200blory', 'a\u202eb', '\u3164\u3164', ' ann', '..']) {
      const answer = await visitor().post<ErrorView>('/api/accounts', { name, password: PASSWORD });
      expect({ name, ...answer }).toMatchObject({
        name,
        status: 400,
        body: { code: 'INVALID', detail: { field: 'name' } },
      });
    }
  });

  it('[A14] a name is stored unchanged, and rejected with NUL', async () => {
    const name = `O'Hara"--;%_\\ 😀🧑‍`.slice(0, -1);
    const { client } = await signUp(server.url, name);
    expect(await whoIs(client)).toMatchObject({ name });
    const answer = await visitor().post('/api/accounts', { name: 'nu\u0000l', password: PASSWORD });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID', detail: { field: 'name' } } });
    expect(await visitor().post('/api/session', { name, password: `${PASSWORD}\u0000` })).toMatchObject({
      status: 400,
    });
  });

  it('[A10] [A11] the database stores tokens and passwords only as hashes', async () => {
    const { client, me } = await signUp(server.url, 'Stored');
    const rows = JSON.stringify([
      await rowsOf(server, 'account', `id = '${me.id}'`),
      await rowsOf(server, 'session', `account_id = '${me.id}'`),
    ]);
    expect(rows).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(rows).not.toContain(PASSWORD);
    expect(rows).not.toContain(client.cookies.get('visionary_session'));
  });

  it('Users returns names by id', async () => {
    const [ann, bob] = [await signUp(server.url, 'People A'), await signUp(server.url, 'People B')];
    const nobody = '00000000-0000-4000-8000-000000000000';
    const users = await server.get(Users).byIds([ann.me.id, bob.me.id, ann.me.id, nobody]);
    expect([...users.values()].map(({ name }) => name).sort()).toEqual(['People A', 'People B']);
    expect(users.get(ann.me.id)).toEqual({ id: ann.me.id, name: 'People A' });
  });

  it('[A3] one of 300 concurrent sign-ups gets the name', async () => {
    const signUpAsRacer = async (): Promise<string> => {
      const { status, body } = await visitor().post('/api/accounts', { name: 'Racer', password: PASSWORD });
      const { code = '' } = body as ErrorView;
      // On a busy machine, some wait too long for the row, and try again as a user would.
      return code === 'UNAVAILABLE' ? signUpAsRacer() : `${status} ${code}`;
    };
    const codes = await Promise.all(Array.from({ length: 300 }, signUpAsRacer));
    expect(codes.filter((code) => code !== '409 ACCOUNTS_NAME_TAKEN')).toEqual(['201 ']);
  });
});
