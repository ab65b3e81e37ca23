import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AuditPage,
  BUILT_IN_MODEL,
  type LentBy,
  type LentRendererList,
  type LentRendererToken,
  type LentRendererView,
  type PostDetail,
  type RoomSettings,
  type RoomView,
  type TakeSettings,
  type UpdateLentRenderer,
} from '@visionary/contract';
import { SanctionUser } from '@visionary/accounts';
import { LendableTakes, RateTakeImage } from '@visionary/generation';
import { QuarantineVersion } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { type LentRendererChanged, LentRenderers, LentRendererUpdates } from '@visionary/lending';
import { Database } from '@visionary/platform/database';
import { RoomsService } from '@visionary/rooms';
import type { RenderRecord } from '../../libs/generation/domain/renderer-protocol.js';
import { AttemptsService } from '../../libs/generation/use-cases/attempts.service.js';
import { ManagedLentRenderers } from '../../libs/lending/use-cases/managed-lent-renderers.js';
import { appoint } from '../support/admins.js';
import { bootApp, rowsOf, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { finishedTake, publishTake } from '../support/feed.js';
import { insertTakes, takeRow } from '../support/finished-takes.js';
import { TINY, TINY_MODELS } from '../support/jam.js';
import { publishModel } from '../support/published-models.js';
import { codeOf } from '../support/rejections.js';
import { connectUser, connectUsers, createRoom, createRoomWith, type ConnectedUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { solidPng } from '../support/test-images.js';
import { deleteAccount, exportOf, type SignedUp } from '../support/users.js';

const OWN = '/api/me/lent-renderers';
const ALL = '/api/admin/lent-renderers';
const CPU = { provider: 'cpu' as const, problems: [] };

const lend = async ({ client }: SignedUp, name = 'Gaming PC') => {
  const { status, body } = await client.post<LentRendererToken>(OWN, { name });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
};
const own = async ({ client }: SignedUp) => (await client.get<LentRendererList>(OWN)).body.renderers;
const change = ({ client }: SignedUp, id: string, changes: Partial<UpdateLentRenderer> | object) =>
  client.patch<LentRendererView>(`${OWN}/${id}`, changes);
const decide = ({ client }: SignedUp, id: string, action: string, reason?: string) =>
  client.post<LentRendererView>(`${ALL}/${id}/decision`, { action, ...(reason && { reason }) });
const keysOf = <T extends object>(value: T) => Object.keys(value) as (keyof T)[];
const notifications = ({ live }: ConnectedUser) => live.do('me.listNotifications', {});

describe.each(DIALECTS)('lent renderers on %s', (dialect) => {
  let server: RunningApp;
  let admin: ConnectedUser;
  let mira: ConnectedUser;
  let lenders: LentRenderers;

  beforeAll(async () => {
    server = await bootApp({ modelsDir: TINY_MODELS, databaseUrl: await freshDatabase(dialect) });
    [admin, mira] = await connectUsers(server.url, 'Ada', 'Mira');
    await appoint(server, 'Ada');
    lenders = server.get(LentRenderers);
  });

  /** Finishes a take without a renderer. @returns its id */
  const finish = async (
    author: ConnectedUser,
    roomId: string,
    { lentBy, renderMs = 1 }: { readonly lentBy?: LentBy; readonly renderMs?: number },
  ): Promise<string> => {
    const { id: takeId } = await finishedTake(server, author, roomId, { status: 'rendering' });
    const attempt = { id: 'somebody', takeId, roomId, authorId: author.me.id, model: 'tiny' };
    const images = [{ png: await solidPng(64, 64, { r: 9, g: 9, b: 9 }), width: 64, height: 64, seed: 1 }];
    const record = { modelHash: 'f'.repeat(64), renderMs, provider: 'cpu', job: {} } as RenderRecord;
    const outcome = { type: 'finished' as const, takeId, images, record };
    await server.get(AttemptsService).record({ attempt, outcome, steers: [], lentBy });
    return takeId;
  };

  /** Every node learns of these changes, and of no others. */
  const expectChanges = async (work: () => Promise<unknown>, expected: LentRendererChanged[]): Promise<void> => {
    const changes: LentRendererChanged[] = [];
    const unsubscribe = server.get(LentRendererUpdates).subscribe((one) => void changes.push(one));
    await work();
    await eventually('all changes', () => changes.length >= expected.length);
    unsubscribe();
    expect(changes).toEqual(expected);
  };

  it('[L1] the token of a lent renderer is shown once, stored as a hash, and replaced by another one', async () => {
    const { renderer, token } = await lend(mira, 'RTX 4070');
    expect(token).toMatch(/^vsl_[\w-]{43}$/);
    expect(renderer).toMatchObject({
      ...{ owner: { id: mira.me.id, name: 'Mira' }, state: 'pending', activity: 'offline', takes: 0 },
      rules: { name: 'RTX 4070', audience: 'everyone', models: null, memoryMiB: null, quietHours: null },
    });
    expect(JSON.stringify(await rowsOf(server, 'lent_renderer'))).not.toContain(token);
    expect(JSON.stringify(await own(mira))).not.toContain(token);
    expect(await lenders.authenticate(token)).toMatchObject({ id: renderer.id, ownerId: mira.me.id });
    expect(await codeOf(lenders.authenticate('vsl_forged'))).toBe('LENDING_TOKEN_INVALID');

    await expectChanges(async () => {
      const { body } = await mira.client.post<LentRendererToken>(`${OWN}/${renderer.id}/token`);
      expect(await lenders.authenticate(body.token)).toMatchObject({ id: renderer.id });
    }, [{ id: renderer.id, isTokenRevoked: true }]);
    expect(await codeOf(lenders.authenticate(token))).toBe('LENDING_TOKEN_INVALID');
  });

  it('[L1] a lent renderer belongs to its owner, who lends at most five', async () => {
    const [otto, eve] = await connectUsers(server.url, 'Otto', 'Eve');
    const { renderer } = await lend(otto);
    for (const answer of [
      await change(eve, renderer.id, { name: 'Mine' }),
      await eve.client.post(`${OWN}/${renderer.id}/token`),
      await eve.client.delete(`${OWN}/${renderer.id}`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'LENDING_NOT_FOUND' } });
    }
    expect((await eve.client.get(ALL)).status).toBe(403);
    expect((await decide(eve, renderer.id, 'accept')).status).toBe(403);
    for (let others = 1; others < 5; others++) await lend(otto);
    expect(await otto.client.post(OWN, { name: 'Sixth' })).toMatchObject({
      ...{ status: 409, body: { code: 'LENDING_TOO_MANY', detail: { limit: 5 } } },
    });
    expect((await otto.client.delete(`${OWN}/${renderer.id}`)).status).toBe(204);
    expect(await own(otto)).toHaveLength(4);
  });

  it('[L1] rules are stored as its owner set them; what makes no sense is rejected', async () => {
    const { renderer } = await lend(mira, 'Rules');
    const room = await createRoom(mira);
    const foreign = await createRoom(admin, { visibility: 'private' });
    const rules = {
      ...{ name: 'Mira’s PC', audience: 'rooms', roomIds: [room.id], models: ['anime'], memoryMiB: 8192 },
      quietHours: { from: '22:30', to: '07:00', timeZone: 'Asia/Shanghai' },
    } as const;
    expect(await change(mira, renderer.id, rules)).toMatchObject({ status: 200, body: { rules } });
    expect((await own(mira)).find(({ id }) => id === renderer.id)?.rules).toEqual(rules);
    expect(await lenders.current(renderer.id)).toMatchObject(rules);

    const rejections = [
      [{}, 'INVALID'],
      [{ name: ' ' }, 'INVALID'],
      [{ memoryMiB: 1 }, 'INVALID'],
      [{ quietHours: { ...rules.quietHours, timeZone: 'Mars/Base' } }, 'INVALID'],
      [{ quietHours: { ...rules.quietHours, to: '22:30' } }, 'INVALID'],
      [{ quietHours: { ...rules.quietHours, from: '24:00' } }, 'INVALID'],
      [{ roomIds: [foreign.id] }, 'LENDING_NOT_A_MEMBER'],
      [{ roomIds: [randomUUID()] }, 'LENDING_NOT_A_MEMBER'],
      [{ name: 'a fucking fast PC' }, 'SAFETY_BLOCKED_TERMS'],
    ] as const;
    for (const [changes, code] of rejections) {
      expect((await change(mira, renderer.id, changes)).body).toMatchObject({ code });
    }
    expect((await own(mira)).find(({ id }) => id === renderer.id)?.rules).toEqual(rules);
  });

  it('[L3] an admin accepts, drains, and bans a lent renderer; its owner is notified, and the audit log has it', async () => {
    const lender = await connectUser(server.url, 'Lena');
    const { renderer, token } = await lend(lender, 'Workshop');
    expect((await notifications(admin)).notifications[0]).toMatchObject({
      ...{ kind: 'lentRendererWaiting', by: { id: lender.me.id }, renderer: { id: renderer.id, name: 'Workshop' } },
    });
    expect(await lenders.authenticate(token)).toMatchObject({ state: 'pending' });

    await expectChanges(() => decide(admin, renderer.id, 'accept'), [{ id: renderer.id, isTokenRevoked: false }]);
    expect(await lenders.current(renderer.id)).toMatchObject({ state: 'accepted' });
    expect((await notifications(lender)).notifications[0]).toMatchObject({ kind: 'lentRendererAccepted' });
    expect((await notifications(admin)).notifications[0]?.isRead).toBe(true);

    expect((await decide(admin, renderer.id, 'drain')).body).toMatchObject({ isDraining: true, state: 'accepted' });
    expect(await lenders.current(renderer.id)).toMatchObject({ isDraining: true });
    expect((await decide(admin, renderer.id, 'resume')).body).toMatchObject({ isDraining: false });

    expect((await decide(admin, renderer.id, 'ban')).body).toMatchObject({ code: 'INVALID' });
    await decide(admin, renderer.id, 'ban', 'It returned noise.');
    expect(await codeOf(lenders.authenticate(token))).toBe('LENDING_BANNED');
    expect(await codeOf(lenders.current(renderer.id))).toBe('LENDING_BANNED');
    expect((await own(lender))[0]).toMatchObject({ state: 'banned', reason: 'It returned noise.' });
    expect((await notifications(lender)).notifications[0]).toMatchObject({
      ...{ kind: 'lentRendererBanned', text: 'It returned noise.' },
    });

    const { body } = await admin.client.get<AuditPage>(`/api/safety/audit?aboutId=${renderer.id}`);
    expect(body.entries.map(({ action }) => action)).toEqual([
      ...['lentRenderer.banned', 'lentRenderer.resumed', 'lentRenderer.drained', 'lentRenderer.accepted'],
    ]);
    expect(body.entries[0]).toMatchObject({ by: { id: admin.me.id }, users: [{ id: lender.me.id }] });
    expect((await decide(admin, renderer.id, 'accept')).body).toMatchObject({ state: 'accepted' });
    expect((await own(lender))[0]).not.toHaveProperty('reason');
  });

  it('[L3] the owner of a renderer that the server bans by itself is notified without a name', async () => {
    const lender = await connectUser(server.url, 'Nora');
    const { renderer } = await lend(lender);
    await server.get(ManagedLentRenderers).banForMisbehavior(renderer.id, 'a wrong size');
    const [notification] = (await notifications(lender)).notifications;
    expect(notification).toMatchObject({ kind: 'lentRendererBanned', text: 'a wrong size' });
    expect(notification).not.toHaveProperty('by');
  });

  it('[L3] renderers of admins need no acceptance', async () => {
    expect((await lend(admin)).renderer.state).toBe('accepted');
  });

  it('[L4] a lent renderer counts its takes and keeps its device and when it was connected', async () => {
    const lender = await connectUser(server.url, 'Cora');
    const { renderer } = await lend(lender);
    expect(renderer).not.toHaveProperty('lastSeenAt');
    const device = { ...CPU, name: 'Ryzen 7' };
    await lenders.seen(renderer.id, device);
    await lenders.seen(renderer.id, null);
    const room = await createRoom(lender);
    const lentBy = { id: renderer.id, name: 'Gaming PC', ownerId: lender.me.id };
    for (const renderMs of [1200.4, 800]) await finish(lender, room.id, { lentBy, renderMs });
    await finish(lender, room.id, { renderMs: 5 });
    expect((await own(lender))[0]).toMatchObject({
      ...{ takes: 2, renderMs: 2000, device, lastSeenAt: expect.any(Number) },
    });
  });

  it('[L6] a take and its post name the lent renderer and its owner until the owner deletes their account', async () => {
    const [author, lender] = await connectUsers(server.url, 'Amy', 'Lars');
    const room = await createRoom(author);
    const lentBy = { id: (await lend(lender)).renderer.id, name: 'Lars’ RTX 4070', ownerId: lender.me.id };
    const takeId = await finish(author, room.id, { lentBy });
    const { id: postId } = await publishTake(author, takeId);
    await author.live.do('rooms.open', { roomId: room.id });
    const views = async () => [
      (await author.live.do('jam.getTake', { roomId: room.id, takeId })).take.lentBy,
      (await author.client.get<PostDetail>(`/api/posts/${postId}`)).body.parameters.lentBy,
    ];
    const named = { name: 'Lars’ RTX 4070', owner: { id: lender.me.id, name: 'Lars' } };
    expect(await views()).toEqual([named, named]);
    const { parameters } = (await author.client.get<PostDetail>(`/api/posts/${postId}`)).body;
    expect(parameters.renderedOn).toEqual({ provider: 'cpu' });
    // The log of the room keeps no name that a user gave.
    const log = async () => JSON.stringify(await rowsOf(server, 'room_event', `room_id = '${room.id}'`));
    expect(await log()).toContain(lender.me.id);
    expect(await log()).not.toContain('Lars');
    const logged = async () => {
      const { events } = await author.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: 0 });
      return events.flatMap((event) => (event.type === 'generation.finished' ? [event.payload.take.lentBy] : []));
    };
    expect(await logged()).toEqual([{ owner: named.owner }]);

    await deleteAccount(lender);
    await eventually('names are gone', async () => (await views()).every((view) => view === undefined));
    expect(JSON.stringify(await rowsOf(server, 'take', `id = '${takeId}'`))).not.toContain('Lars');
    expect(await logged()).toEqual([{ owner: { id: lender.me.id, name: '' } }]);
  });

  it('[L5] private and direct rooms insist on the instance’s own renderers, public ones don’t; owners may change it', async () => {
    const [owner, other] = await connectUsers(server.url, 'Olga', 'Oleg');
    const rooms = {
      open: await createRoom(owner),
      closed: await createRoom(owner, { visibility: 'private' }),
      strict: await createRoom(owner, { ownRenderersOnly: true }),
      lenient: await createRoom(owner, { visibility: 'private', ownRenderersOnly: false }),
      direct: (await owner.client.post<RoomView>('/api/direct-rooms', { userId: other.me.id })).body,
    };
    const idsOf = (...names: (keyof typeof rooms)[]) => new Set(names.map((name) => rooms[name].id));
    const allowing = () => server.get(RoomsService).allowingLentRenderers([...idsOf(...keysOf(rooms)), randomUUID()]);
    expect(keysOf(rooms).filter((name) => rooms[name].ownRenderersOnly)).toEqual(['closed', 'strict', 'direct']);
    expect(await allowing()).toEqual(idsOf('open', 'lenient'));

    const update = async ({ id }: RoomView, changes: Partial<RoomSettings>) => {
      await owner.live.do('rooms.open', { roomId: id });
      return (await owner.live.do('rooms.update', { roomId: id, clientId: randomUUID(), changes })).event.payload;
    };
    expect(await update(rooms.open, { visibility: 'private' })).toMatchObject({
      changes: { visibility: 'private', ownRenderersOnly: true },
    });
    await update(rooms.closed, { ownRenderersOnly: false });
    await update(rooms.strict, { visibility: 'private', ownRenderersOnly: false });
    expect(await allowing()).toEqual(idsOf('closed', 'strict', 'lenient'));
  });

  it('[L24] files pass to lenders as downloads do, and nothing rated passes to those who hide it', async () => {
    const [creator, seer, hider] = await connectUsers(server.url, 'Carl', 'Sigi', 'Hedda');
    await hider.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    const room = await createRoom(creator);
    const adult = { creator, form: { contentRating: 'adult' } } as const;
    const model = async (input: object = {}) => (await publishModel(server, { creator, ...input })).version;
    const [plain, rated, withdrawn, broken] = [await model(), await model(adult), await model(), await model()];
    const lora = await model({ ...adult, kind: 'lora' });
    await creator.client.patch(`/api/hub/versions/${withdrawn.id}`, { state: 'unpublished' });
    await server.get(QuarantineVersion).run(broken.useId);
    const source = await finishedTake(server, creator, room.id);
    await server.get(UnitOfWork).run(() => server.get(RateTakeImage).setModeratorRating(source.id, 0, 'sensitive'));

    const image = { takeId: source.id, index: 0 };
    const requests: Record<string, { readonly prompt?: string; readonly settings?: Partial<TakeSettings> }> = {
      ...{ plain: {}, rated: { settings: { model: rated.useId } }, local: { settings: { model: 'tiny-sd-random' } } },
      ...{ builtIn: { settings: { model: BUILT_IN_MODEL } }, broken: { settings: { model: broken.useId } } },
      ...{
        ratedLora: { prompt: `a fox <lora:${lora.useId}:1>` },
        ratedImage: { settings: { init: { image, strength: 1 } } },
      },
      localUpscaler: { settings: { hires: { upscaler: 'mine', scale: 2, steps: 1, strength: 0.5 } } },
      upscale: {
        settings: { model: 'tiny-sd-random', upscale: { image, upscaler: 'lanczos', scale: 2, width: 8, height: 8 } },
      },
    };
    const idOf = new Map<string, string>();
    for (const [called, { prompt = 'a fox', settings }] of Object.entries(requests)) {
      const row = takeRow(
        { roomId: room.id, authorId: creator.me.id, number: 100 + idOf.size },
        {
          ...{ status: 'queued', prompt, settings: JSON.stringify({ ...TINY, model: plain.useId, ...settings }) },
        },
      );
      await insertTakes(server, row);
      idOf.set(called, row.id);
    }
    const among = async ({ me }: SignedUp) => {
      const ids = await server.get(LendableTakes).among([...idOf.values()], me.id);
      return [...idOf].filter(([, id]) => ids.has(id)).map(([called]) => called);
    };
    expect(await among(seer)).toEqual(['plain', 'rated', 'builtIn', 'ratedLora', 'ratedImage', 'upscale']);
    expect(await among(hider)).toEqual(['plain', 'builtIn']);

    const mayRead = (id: string, { me }: SignedUp) =>
      server.get(LendableTakes).mayRead({ model: id, additions: [] }, me.id);
    expect(await mayRead(plain.useId, hider)).toBe(true);
    expect(await mayRead(rated.useId, seer)).toBe(true);
    expect(await mayRead(rated.useId, hider)).toBe(false);
    for (const { useId } of [withdrawn, broken]) expect(await mayRead(useId, seer)).toBe(false);
    Object.assign(server.config, { lendsLocalModels: true });
    expect(await among(hider)).toEqual(['plain', 'local', 'builtIn', 'localUpscaler']);
    expect(await mayRead(withdrawn.useId, seer)).toBe(false);
    Object.assign(server.config, { lendsLocalModels: false });
    await server.get(Database).query().deleteFrom('take').where('room_id', '=', room.id).execute();
  });

  it('[L4] a renderer that is lent to a room loses it when its owner leaves or is kicked', async () => {
    const [host, lender] = await connectUsers(server.url, 'Hal', 'Lily');
    const [left, kicked, stays] = [
      await createRoomWith(host, 'private', lender),
      await createRoomWith(host, 'private', lender),
      await createRoomWith(host, 'private', lender),
    ];
    const { renderer } = await lend(lender);
    await change(lender, renderer.id, { audience: 'rooms', roomIds: [left.id, kicked.id, stays.id] });
    await expectChanges(async () => {
      await lender.live.do('rooms.leave', { roomId: left.id, clientId: randomUUID() });
      const about = { roomId: kicked.id, userId: lender.me.id, clientId: randomUUID() };
      await host.live.do('rooms.kick', about);
    }, [
      { id: renderer.id, isTokenRevoked: false },
      { id: renderer.id, isTokenRevoked: false },
    ]);
    expect(await lenders.current(renderer.id)).toMatchObject({ roomIds: [stays.id] });
  });

  it('[L4] a ban of the owner stops their lent renderers', async () => {
    const lender = await connectUser(server.url, 'Bea');
    const { renderer, token } = await lend(lender);
    const sanctions = { mutedUntil: null, bannedUntil: Date.now() + 3_600_000 };
    const ban = () => server.get(SanctionUser).run(lender.me.id, sanctions);
    await expectChanges(() => server.get(UnitOfWork).run(ban), [{ id: renderer.id, isTokenRevoked: false }]);
    expect(await codeOf(lenders.current(renderer.id))).toBe('SAFETY_BANNED');
    expect(await codeOf(lenders.authenticate(token))).toBe('SAFETY_BANNED');
  });

  it('[L4] lent renderers are in the data export, without the token, and deleted with the account', async () => {
    const lender = await connectUser(server.url, 'Dora');
    const { renderer, token } = await lend(lender, 'Attic');
    const { files, json } = await exportOf(lender);
    expect(json('lent-renderers.json')).toMatchObject([{ id: renderer.id, name: 'Attic', state: 'pending' }]);
    expect(String(files.get('lent-renderers.json'))).not.toContain('okenHash');
    await expectChanges(() => deleteAccount(lender), [{ id: renderer.id, isTokenRevoked: true }]);
    expect(await codeOf(lenders.authenticate(token))).toBe('LENDING_TOKEN_INVALID');
    expect(await rowsOf(server, 'lent_renderer', `id = '${renderer.id}'`)).toEqual([]);
    const waiting = (await notifications(admin)).notifications.filter((one) => 'renderer' in one);
    expect(waiting.map((one) => one.renderer.id)).not.toContain(renderer.id);
  });
});

describe('LENDING', () => {
  it('[L1] off lets nobody lend, and open accepts renderers at once, except from owners of a banned one', async () => {
    const database = await freshDatabase('sqlite');
    const open = await bootApp({ databaseUrl: database, lending: 'open' });
    const [admin, mira] = await connectUsers(open.url, 'Ada', 'Mira');
    await appoint(open, 'Ada');
    const { renderer, token } = await lend(mira);
    expect(renderer.state).toBe('accepted');
    await decide(admin, renderer.id, 'ban', 'noise');
    expect((await lend(mira)).renderer.state).toBe('pending');
    // Deleting it does not end the ban.
    expect((await mira.client.delete(`${OWN}/${renderer.id}`)).status).toBe(204);
    expect((await own(mira)).map(({ id }) => id)).not.toContain(renderer.id);
    expect(await codeOf(open.get(LentRenderers).authenticate(token))).toBe('LENDING_TOKEN_INVALID');
    expect((await lend(mira)).renderer.state).toBe('pending');
    const { token: other } = await lend(admin);
    await open.stop();

    const off = await bootApp({ databaseUrl: database, lending: 'off' });
    for (const one of [token, other]) {
      expect(await codeOf(off.get(LentRenderers).authenticate(one))).toBe('LENDING_OFF');
    }
    const visitor = await connectUser(off.url, 'Vera');
    expect((await visitor.client.get<LentRendererList>(OWN)).body).toEqual({
      ...{ mode: 'off', lendsLocalModels: false, renderers: [] },
    });
    expect(await visitor.client.post(OWN, { name: 'PC' })).toMatchObject({ body: { code: 'LENDING_OFF' } });
  });
});
