import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MeView, UserList } from '@visionary/contract';
import { Users } from '@visionary/accounts';
import { Database } from '@visionary/platform/database';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { PASSWORD, signUp } from '../support/users.js';
import { createRoom, addMember, openRoom, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const rename = (client: HttpClient, name: string) => client.patch<MeView>('/api/me', { name });
const TAKEN = { status: 409, body: { code: 'ACCOUNTS_NAME_TAKEN' } };

describe.each(DIALECTS)('shown names on %s', (dialect) => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp({ databaseUrl: await freshDatabase(dialect) });
  });
  const signsUp = (name: string) => new HttpClient(server.url).post('/api/accounts', { name, password: PASSWORD });

  it('[A17] a user changes the shown name and resets it to the sign-in name', async () => {
    const { client, me } = await signUp(server.url, 'Original');
    expect(await rename(client, '月光 Moon')).toMatchObject({
      status: 200,
      body: { name: '月光 Moon', username: 'Original' },
    });
    expect((await server.get(Users).byIds([me.id])).get(me.id)).toEqual({ id: me.id, name: '月光 Moon' });
    for (const name of ['Original', 'ORIGINAL']) {
      const again = await new HttpClient(server.url).post('/api/session', { name, password: PASSWORD });
      expect(again).toMatchObject({ status: 200, body: { name: '月光 Moon' } });
    }
    const byShown = { name: '月光 Moon', password: PASSWORD };
    expect(await new HttpClient(server.url).post('/api/session', byShown)).toMatchObject({ status: 401 });
    expect(await rename(client, 'Original')).toMatchObject({ body: { name: 'Original' } });
  });

  it('[A4] [A17] a name is rejected when it looks like a shown or sign-in name in use', async () => {
    const { client: ann } = await signUp(server.url, 'Paloma');
    const { client: bob } = await signUp(server.url, 'Bertram');
    for (const name of ['paloma', 'Раloma', 'PaIoma', 'Palómа']) expect(await rename(bob, name)).toMatchObject(TAKEN);
    expect(await rename(ann, 'Seagull')).toMatchObject({ status: 200 });
    for (const name of ['Paloma', 'seagull', 'Ｓeagull']) expect(await rename(bob, name)).toMatchObject(TAKEN);
    for (const name of ['paloma', 'SEAGULL']) expect(await signsUp(name)).toMatchObject(TAKEN);
    expect(await rename(ann, 'seaGULL')).toMatchObject({ status: 200, body: { name: 'seaGULL' } });
    for (const name of ['sᴇᴀgull', 'SEAGULL'.replace('E', 'Ε')]) {
      expect(await rename(bob, name)).toMatchObject(TAKEN);
      expect(await signsUp(name)).toMatchObject(TAKEN);
    }
    expect(await rename(ann, 'Heron')).toMatchObject({ status: 200 });
    expect(await rename(bob, 'Seagull')).toMatchObject({ status: 200 });
    expect(await rename(bob, 'x')).toMatchObject({ status: 400 });
    expect(await rename(bob, 'nu\u0000ll')).toMatchObject({ status: 400 });
  });

  it('[A38] a user keeps a name that looks like another by a later rule', async () => {
    const { client, me } = await signUp(server.url, 'ᴛulip');
    // As stored before small capitals counted.
    await server.get(Database).em.execute(`delete from reserved_name where name_key = 'f:tulip'`);
    const { client: other } = await signUp(server.url, 'Tulip');
    expect(await rename(client, 'ᴛulip')).toMatchObject({ status: 200, body: { name: 'ᴛulip' } });
    expect(await rename(other, 'Tulip')).toMatchObject({ status: 200 });
    const again = await new HttpClient(server.url).post('/api/session', { name: 'ᴛulip', password: PASSWORD });
    expect(again).toMatchObject({ status: 200, body: { id: me.id } });
    expect(await signsUp('ᴛᴜlip')).toMatchObject(TAKEN);
  });

  it('[A3] [A17] one of many concurrent renames and sign-ups gets the name', async () => {
    const racers = await Promise.all(Array.from({ length: 12 }, (_, n) => signUp(server.url, `runner ${n}`)));
    const tries = racers.flatMap(({ client }) => [rename(client, 'Finish'), signsUp('finish')]);
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(tries.length - 1);
  });

  it('[A17] every socket receives the new name, and it applies at once', async () => {
    const [ann, bob] = [await connectUser(server.url), await connectUser(server.url)];
    const stranger = await connect(server.url);
    const room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
    const changes = [bob.live, stranger].map((live) =>
      live.next('users.profileChanged', ({ user }) => user.id === ann.me.id),
    );
    const mine = ann.live.next('me.stateChanged', ({ what }) => what === 'account');
    await rename(ann.client, 'Aurora');
    for (const news of await Promise.all(changes)) expect(news.user).toEqual({ id: ann.me.id, name: 'Aurora' });
    await mine;
    const typed = bob.live.next('chat.userTyping');
    await ann.live.do('chat.startTyping', { roomId: room.id });
    expect((await typed).user.name).toBe('Aurora');
    const late = await connectUser(server.url);
    const { presence } = await openRoom(late, room.id);
    expect(presence.users.map(({ name }) => name)).toContain('Aurora');
    const reply = await ann.live.do('chat.send', { roomId: room.id, clientId: randomUUID(), text: 'hello' });
    expect(JSON.stringify(reply)).toContain('Aurora');
  });

  describe('searching users', () => {
    const find = async (client: HttpClient, search: string, roomId?: string) => {
      const query = new URLSearchParams({ search, ...(roomId && { roomId }) });
      const { body } = await client.get<UserList>(`/api/users?${query}`);
      return body.users.map(({ name }) => name);
    };

    it('[A22] a search finds users by a part of the shown name, also by two Chinese characters', async () => {
      const { client } = await signUp(server.url, 'Seeker');
      for (const name of ['张小明', '小明明', '李大白', 'Zora Quill', 'Quillon']) await signUp(server.url, name);
      expect(await find(client, '小明')).toEqual(['小明明', '张小明']);
      expect(await find(client, 'QUILL')).toEqual(['Quillon', 'Zora Quill']);
      expect(await find(client, 'Seeker')).toEqual([]);
      for (const search of ['%', '_', '100%', '!', "'"]) expect(await find(client, search)).toEqual([]);
      expect(await new HttpClient(server.url).get('/api/users?search=a')).toMatchObject({ status: 401 });
    });

    it('[A22] a hidden sign-in name matches only when it is complete', async () => {
      const { client } = await signUp(server.url, 'Prober');
      const {
        client: shy,
        me: { id },
      } = await signUp(server.url, 'shy.user@mail.test');
      await rename(shy, 'Quiet One');
      for (const search of ['shy', 'mail.test', 'shy.user@mail']) expect(await find(client, search)).toEqual([]);
      expect(await find(client, 'Shy.User@mail.test')).toEqual(['Quiet One']);
      expect(await find(client, 'quiet')).toEqual(['Quiet One']);
      const exactIdOf = async (search: string) =>
        (await client.get<UserList>(`/api/users?search=${encodeURIComponent(search)}`)).body.exactId;
      const searches = ['Shy.User@mail.test', 'quiet one', 'quiet', 'shy'];
      expect(await Promise.all(searches.map(exactIdOf))).toEqual([id, id, undefined, undefined]);
    });

    it('[A22] a search in a room finds members first, only members in a private room, and nothing for outsiders', async () => {
      const [host, guest] = [await signUp(server.url, 'Zz Host'), await signUp(server.url, 'Zz BrowserUser')];
      const stranger = await signUp(server.url, 'Zz A');
      const [open, closed] = [await createRoom(host), await createRoom(host, { visibility: 'private' })];
      await addMember(host, guest, closed.id);
      await addMember(host, guest, open.id);
      expect(await find(host.client, 'zz')).toEqual(['Zz A', 'Zz BrowserUser']);
      expect(await find(host.client, 'zz', open.id)).toEqual(['Zz BrowserUser', 'Zz A']);
      expect(await find(host.client, 'zz', closed.id)).toEqual(['Zz BrowserUser']);
      expect(await find(guest.client, 'zz', closed.id)).toEqual(['Zz Host']);
      expect(await find(stranger.client, 'zz', closed.id)).toEqual([]);
      expect(await find(stranger.client, 'zz', randomUUID())).toEqual([]);
    });

    it('[A22] a search leaves out users when either has blocked the other', async () => {
      const [ann, bob] = [await signUp(server.url, 'Blocker Ann'), await signUp(server.url, 'Blockee Bob')];
      expect(await find(ann.client, 'blockee')).toEqual(['Blockee Bob']);
      await ann.client.send('PUT', `/api/me/blocks/${bob.me.id}`, undefined);
      expect(await find(ann.client, 'blockee')).toEqual([]);
      expect(await find(bob.client, 'blocker')).toEqual([]);
    });
  });

  it('[A23] blocking and unblocking reaches all clients of the user', async () => {
    const [ann, bob] = [await connectUser(server.url), await connectUser(server.url)];
    const isBlocks = ({ what }: { what: string }) => what === 'blocks';
    const event = ann.live.next('me.stateChanged', isBlocks);
    const toBob = bob.live.collect('me.stateChanged');
    const path = `/api/me/blocks/${bob.me.id}`;
    expect(await ann.client.send('PUT', path, undefined)).toMatchObject({ status: 204 });
    expect(await ann.client.send('PUT', path, undefined)).toMatchObject({ status: 204 });
    await event;
    expect((await ann.client.get('/api/me/blocks')).body).toEqual({ users: [{ id: bob.me.id, name: bob.me.name }] });
    expect(await ann.live.do('me.subscribe', {})).toMatchObject({ blockedIds: [bob.me.id], me: { id: ann.me.id } });
    expect(await bob.live.do('me.subscribe', {})).toMatchObject({ blockedIds: [] });
    expect(await ann.client.delete(path)).toMatchObject({ status: 204 });
    expect((await ann.client.get('/api/me/blocks')).body).toEqual({ users: [] });
    for (const id of [ann.me.id, randomUUID()]) {
      const refused = await ann.client.send('PUT', `/api/me/blocks/${id}`, undefined);
      expect(refused).toMatchObject({ status: 404, body: { code: 'USERS_NOT_FOUND' } });
    }
    expect(toBob).toEqual([]);
  });
});
