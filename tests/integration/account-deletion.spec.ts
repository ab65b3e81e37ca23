import { request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountList, MeView, CurrentSession } from '@visionary/contract';
import { InstanceService, Users, PersonalDataExporters } from '@visionary/accounts';
import { AuditService } from '@visionary/safety';
import { BlobStore } from '@visionary/platform/blobs';
import sharp from 'sharp';
import { insertTakes, takeRow } from '../support/finished-takes.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { appoint } from '../support/admins.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD, signUp, exportOf } from '../support/users.js';
import { createRoom, addMember, openRoom, sendText, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { solidPng } from '../support/test-images.js';
import { advanceClock } from '../support/clock.js';

const HOUR_MS = 3_600_000;
const INVALID = { status: 404, body: { code: 'ACCOUNTS_CLAIM_INVALID' } };
const LAST = { status: 409, body: { code: 'ACCOUNTS_LAST_ADMIN' } };
const roleOf = async (client: HttpClient) => (await client.get<CurrentSession>('/api/me')).body.me?.role;
const deleteMe = (client: HttpClient, password = PASSWORD) => client.send('DELETE', '/api/me', { password });

describe.each(DIALECTS)('admins and deleted accounts on %s', (dialect) => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp({ databaseUrl: await freshDatabase(dialect) });
  });
  const createUpload = () => server.get(InstanceService).issueAdminClaim();
  const claim = (client: HttpClient, token: string) => client.post<MeView>('/api/instance/claim', { token });

  it('[A21] the first user with the claim token becomes admin, once, within a day', async () => {
    const [ann, bob] = [(await signUp(server.url, 'First')).client, (await signUp(server.url, 'Second')).client];
    const [expired, mine, theirs] = [await createUpload(), await createUpload(), await createUpload()] as [
      string,
      string,
      string,
    ];
    await advanceClock(server, 25 * HOUR_MS, async () => expect(await claim(ann, expired)).toMatchObject(INVALID));
    for (const wrong of ['x', `${mine}x`, mine.toUpperCase()]) expect(await claim(bob, wrong)).toMatchObject(INVALID);
    expect(await claim(new HttpClient(server.url), mine)).toMatchObject({ status: 401 });
    expect(await claim(bob, { $gt: '' } as never)).toMatchObject({ status: 400 });
    const answers = await Promise.all([claim(ann, mine), claim(bob, theirs)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect([await roleOf(ann), await roleOf(bob)].sort()).toEqual(['admin', 'member']);
    for (const token of [mine, theirs, expired]) expect(await claim(bob, token)).toMatchObject(INVALID);
    expect(await createUpload()).toBeNull();
    const database = JSON.stringify(await rowsOf(server, 'admin_claim_token'));
    for (const token of [mine, theirs]) expect(database).not.toContain(token);
  });

  it('[S163] the audit log has who claimed the instance and whose role an admin changed', async () => {
    const roleChanges = () => server.get(AuditService).page({ action: 'role.changed', beforeSeq: null, limit: 10 });
    const [first] = (await rowsOf(server, 'account', "role = 'admin'")) as { id: string }[];
    expect(await roleChanges()).toMatchObject([
      { byId: first?.id, about: { kind: 'user', id: first?.id }, detail: { previousRole: 'member', role: 'admin' } },
    ]);
    const [chief, deputy] = [await signUp(server.url, 'Appointer'), await signUp(server.url, 'Appointee')];
    await appoint(server, chief.me.username);
    for (const role of ['moderator', 'moderator', 'member']) {
      await chief.client.patch(`/api/admin/accounts/${deputy.me.id}`, { role });
    }
    const entry = { byId: chief.me.id, about: { kind: 'user', id: deputy.me.id } };
    expect((await roleChanges()).slice(0, 2)).toMatchObject([
      { ...entry, detail: { previousRole: 'moderator', role: 'member' } },
      { ...entry, detail: { previousRole: 'member', role: 'moderator' } },
    ]);
    await chief.client.patch(`/api/admin/accounts/${chief.me.id}`, { role: 'member' });
  });

  it('[A25] an admin appoints admins and moderators, and the last admin keeps the role', async () => {
    const [chief, deputy, other] = [
      await signUp(server.url, 'Chief'),
      await signUp(server.url, 'Deputy'),
      await signUp(server.url, 'Other'),
    ];
    const admins = await rowsOf(server, 'account', "role = 'admin'");
    await appoint(server, 'Chief');
    const path = ({ me }: { me: MeView }) => `/api/admin/accounts/${me.id}`;
    for (const { id } of admins as { id: string }[]) {
      expect(await chief.client.patch(`/api/admin/accounts/${id}`, { role: 'member' })).toMatchObject({ status: 204 });
    }
    expect(await chief.client.patch(path(chief), { role: 'member' })).toMatchObject(LAST);
    expect(await deleteMe(chief.client)).toMatchObject(LAST);
    for (const client of [deputy.client, new HttpClient(server.url)]) {
      expect([401, 403]).toContain((await client.patch(path(other), { role: 'admin' })).status);
      expect([401, 403]).toContain((await client.get('/api/admin/accounts')).status);
    }
    expect(await chief.client.patch(path(deputy), { role: 'moderator' })).toMatchObject({ status: 204 });
    expect(await roleOf(deputy.client)).toBe('moderator');
    expect((await deputy.client.get('/api/admin/accounts')).status).toBe(403);
    expect(await chief.client.patch(path(deputy), { role: 'admin' })).toMatchObject({ status: 204 });
    const { body } = await chief.client.get<AccountList>('/api/admin/accounts');
    expect(body.accounts.slice(0, 2).map(({ username }) => username)).toEqual(['Deputy', 'Chief']);
    const found = await chief.client.get<AccountList>('/api/admin/accounts?search=oTHE');
    expect(found.body.accounts.map(({ username, role }) => [username, role])).toEqual([['Other', 'member']]);
    for (const [id, wrong, status] of [
      [other.me.id, 'king', 400],
      [randomUUID(), 'admin', 404],
      ['x', 'admin', 400],
    ] as const) {
      expect((await chief.client.patch(`/api/admin/accounts/${id}`, { role: wrong })).status).toBe(status);
    }
    // Both demote each other at once: one of them stays admin.
    await Promise.all([
      chief.client.patch(path(deputy), { role: 'member' }),
      deputy.client.patch(path(chief), { role: 'member' }),
    ]);
    expect(await rowsOf(server, 'account', "role = 'admin'")).toHaveLength(1);
  });

  it('[A27] deleting an account ends its sessions, frees its name, and keeps rooms readable', async () => {
    const [ann, bob] = [await connectUser(server.url, `Leaver ${dialect}`), await connectUser(server.url)];
    const room = await createRoom(bob, { visibility: 'private' });
    await addMember(bob, ann, room.id);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
    await sendText(ann, room.id, 'I was here');
    await ann.client.patch('/api/me', { name: 'Someone Else' });
    await bob.client.send('PUT', `/api/me/blocks/${ann.me.id}`, undefined);
    expect(await deleteMe(ann.client, 'not my password')).toMatchObject({
      status: 403,
      body: { code: 'ACCOUNTS_WRONG_PASSWORD' },
    });
    const event = bob.live.next('users.profileChanged', ({ user }) => user.name === '');
    const cut = ann.live.disconnected();
    expect(await deleteMe(ann.client)).toMatchObject({ status: 204 });
    await cut;
    expect((await event).user).toEqual({ id: ann.me.id, name: '' });
    expect(ann.client.cookies.size).toBe(0);
    expect((await server.get(Users).byIds([ann.me.id])).size).toBe(0);
    const credentials = { name: `Leaver ${dialect}`, password: PASSWORD };
    expect(await new HttpClient(server.url).post('/api/session', credentials)).toMatchObject({ status: 401 });
    const { messages } = await bob.live.do('chat.listBefore', { roomId: room.id, beforeSeq: 1_000 });
    expect(messages.find(({ text }) => text === 'I was here')?.author).toEqual({ id: ann.me.id, name: '' });
    for (const table of ['account', 'session', 'reserved_name', 'block']) {
      expect(JSON.stringify(await rowsOf(server, table))).not.toContain(ann.me.id);
    }
    const whole = JSON.stringify(
      await Promise.all(['room_event', 'message', 'room_member'].map((name) => rowsOf(server, name))),
    );
    expect(whole).not.toContain('Leaver');
    expect(whole).not.toContain('Someone Else');
    for (const name of [`Leaver ${dialect}`, 'Someone Else']) await signUp(server.url, name);
  });

  it('[A26] the data export is a zip with all data of the user and of no one else', async () => {
    const [ann, bob] = [await connectUser(server.url), await connectUser(server.url)];
    const room = await createRoom(ann, { name: 'Exported room' });
    for (const user of [ann, bob]) await openRoom(user, room.id);
    await sendText(ann, room.id, 'mine to take along, 带走');
    const bobs = await sendText(bob, room.id, `of bob alone, to <@${ann.me.id}>`);
    const messageId = bobs.event.type === 'chat.sent' ? bobs.event.payload.message.id : '';
    await ann.live.do('chat.react', { roomId: room.id, clientId: randomUUID(), messageId, emoji: '🎉', on: true });
    const png = await solidPng(64, 64);
    expect((await ann.client.upload(`/api/rooms/${room.id}/uploads`, png)).status).toBe(201);
    const painted = await aFinishedTake(server, { roomId: room.id, authorId: ann.me.id, png });
    await aFinishedTake(server, { roomId: room.id, authorId: bob.me.id, png, number: 8 });
    const { headers, files, json } = await exportOf(ann);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename=visionary-\d{4}-\d\d-\d\d\.zip$/);
    expect(json('account.json')).toMatchObject({ id: ann.me.id, username: ann.me.name, role: 'member', blocked: [] });
    expect(json('sessions.json')).toHaveLength(1);
    const all = [...files.values()].map(String).join('\n');
    expect(all).toContain('mine to take along, 带走');
    expect(all).not.toContain('of bob alone');
    expect(json('rooms.json')).toMatchObject([{ id: room.id, name: 'Exported room', role: 'owner' }]);
    expect(json('messages.json')).toMatchObject([{ room: 'Exported room', text: 'mine to take along, 带走' }]);
    expect(json('reactions.json')).toMatchObject([{ messageId, emoji: '🎉', roomId: room.id }]);
    expect(json('notifications.json')).toMatchObject([{ kind: 'mention', subjectId: messageId }]);
    expect(json('steers.json')).toEqual([]);
    const [take, ...others] = json('takes.json');
    expect(others).toEqual([]);
    expect(take).toMatchObject({
      id: painted,
      prompt: 'a red fox',
      files: [`takes/${painted}/1 7 a red fox 4242.png`],
    });
    expect(files.get(`takes/${painted}/1 7 a red fox 4242.png`)).toEqual(png);
    const [upload] = json('uploads.json');
    expect(await sharp(files.get(String(upload?.['file']))).metadata()).toMatchObject({ format: 'png', width: 64 });
    expect(all).not.toMatch(/argon2|tokenHash/);
    expect(all).not.toContain(ann.client.cookies.get('visionary_session'));
    expect((await fetch(`${server.url}/api/me/export`)).status).toBe(401);
  });
});

describe('a running data export', () => {
  it('[A26] is streamed, one at a time per user, and stops when the client disconnects', async () => {
    const server = await bootApp();
    const { client } = await signUp(server.url, 'Endless');
    let given = 0;
    const [began, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    server.get(PersonalDataExporters).add(async function* () {
      yield {
        name: 'noise.png',
        async *content() {
          try {
            for (;;) {
              given += 1;
              began.resolve();
              yield Buffer.alloc(64 * 1024, given);
            }
          } finally {
            over.resolve();
          }
        },
      };
    });
    const asking = request(`${server.url}/api/me/export`, { headers: { cookie: client.cookieHeader } }).end();
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      asking.once('response', resolve),
    );
    answer.on('error', () => undefined);
    await began.promise;
    const second = await client.get('/api/me/export');
    expect(second).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    // No one reads, so the export waits.
    expect(given * 64 * 1024).toBeLessThan(64 * 1024 * 1024);
    asking.destroy();
    await over.promise;
  });

  it('[A26] is an incomplete zip when it fails halfway', async () => {
    const server = await bootApp({ logLevel: 'silent' });
    const { client } = await signUp(server.url, 'Broken');
    server.get(PersonalDataExporters).add(async function* () {
      yield {
        name: 'half.json',
        async *content() {
          yield 'half of it';
          throw new Error('the disk is gone');
        },
      };
    });
    await expect(client.get('/api/me/export')).rejects.toThrow();
    expect((await client.get<CurrentSession>('/api/me')).status).toBe(200);
  });
});

/** A finished take of a user. @returns its id */
async function aFinishedTake(
  app: RunningApp,
  { png, ...of }: { roomId: string; authorId: string; png: Buffer; number?: number },
): Promise<string> {
  const sha256 = await app.get(BlobStore).put(png);
  const images = JSON.stringify([{ width: 64, height: 64, seed: 4242, sha256 }]);
  const row = takeRow({ number: 7, ...of }, { images });
  await insertTakes(app, row);
  return row.id;
}
