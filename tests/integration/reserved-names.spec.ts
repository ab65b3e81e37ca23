import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountList, CurrentSession, MeView } from '@visionary/contract';
import { Accounts } from '@visionary/accounts';
import { Database } from '@visionary/platform/database';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { PASSWORD, signUp } from '../support/users.js';

const RESERVED = { status: 409, body: { code: 'ACCOUNTS_NAME_RESERVED' } };
const TOWER = `Ta${'\u0301\u0302\u0303\u0304\u0306\u0307'}ll`;

describe.each(DIALECTS)('reserved names on %s', (dialect) => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp({ databaseUrl: await freshDatabase(dialect), publicUrl: 'https://lantern.example' });
  });
  const signsUp = (name: string) => new HttpClient(server.url).post('/api/accounts', { name, password: PASSWORD });
  const rename = (client: HttpClient, name: string) => client.patch<MeView>('/api/me', { name });

  it('[A29] [A39] nobody signs up with a reserved name, and only an admin shows one', async () => {
    const { client, me } = await signUp(server.url, 'Ann');
    for (const name of [
      'Admin',
      'аdmin',
      '管理员',
      'Visionary',
      'Lantern',
      'Lantern Support',
      'Admin Bob',
      '管理员小王',
    ]) {
      expect(await signsUp(name)).toMatchObject(RESERVED);
      expect(await rename(client, name)).toMatchObject(RESERVED);
    }
    await appoint(server, me.name, 'moderator');
    expect(await rename(client, 'Support')).toMatchObject(RESERVED);
    await appoint(server, me.name, 'admin');
    expect(await rename(client, 'Support')).toMatchObject({ status: 200, body: { name: 'Support' } });
  });

  it('[A30] names with towers of marks are rejected, and names of languages with marks are not', async () => {
    const { client } = await signUp(server.url, 'Bob');
    expect(await signsUp(TOWER)).toMatchObject({ status: 400 });
    expect(await rename(client, TOWER)).toMatchObject({ status: 400 });
    for (const name of ['Nguyễn Thị Ngọc', 'שָׁלוֹם', 'नमस्ते', 'ผู้ใช้', 'té\u0323']) {
      expect(await rename(client, name)).toMatchObject({ status: 200, body: { name } });
    }
  });

  it('[A31] users keep a reserved name that is older than the rule, and admins find them', async () => {
    const admin = await signUp(server.url, 'Cleo');
    const old = await signUp(server.url, 'Dora');
    await appoint(server, 'Cleo', 'admin');
    const accounts = new Accounts(server.app.get(Database, { strict: false }));
    await accounts.change(old.me.id, { displayName: 'Moderator' });
    expect(await old.client.patch('/api/me', { name: 'Moderator', bio: 'still here' })).toMatchObject({ status: 200 });
    const listed = async (query: string) => {
      const { body } = await admin.client.get<AccountList>(`/api/admin/accounts${query}`);
      return body.accounts.map(({ username, hasReservedName }) => [username, hasReservedName]);
    };
    expect(await listed('?names=reserved')).toEqual([['Dora', true]]);
    expect(await listed('?search=Cleo')).toEqual([['Cleo', undefined]]);
  });

  it('[A41] admins name and describe the instance, which everyone learns with the session', async () => {
    const [chief, member] = [await signUp(server.url, 'Chief Ada'), await signUp(server.url, 'Eve')];
    await appoint(server, 'Chief Ada', 'admin');
    const path = '/api/admin/instance';
    const seen = async () => (await new HttpClient(server.url).get<CurrentSession>('/api/me')).body.instance;
    expect(await seen()).toBeUndefined();
    const view = { name: 'Harbor 画社', about: 'Lighthouses, mostly.' };
    expect(await member.client.patch(path, view)).toMatchObject({ status: 403 });
    expect(await new HttpClient(server.url).patch(path, view)).toMatchObject({ status: 401 });
    expect(await chief.client.patch(path, { name: 'x'.repeat(41) })).toMatchObject({ status: 400 });
    expect(await chief.client.patch(path, view)).toMatchObject({ status: 200, body: view });
    expect(await seen()).toEqual(view);
    expect(await chief.client.patch(path, { about: '' })).toMatchObject({ status: 200, body: { name: view.name } });
    expect(await seen()).toEqual({ name: view.name });
  });
});
