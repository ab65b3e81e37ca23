import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { reportAndDecide } from '../support/cases.js';
import { finishedTake } from '../support/feed.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { memberCommand, createRoom, openRoom, type ConnectedUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('pinned takes in %s', (dialect) => {
  let settings: Parameters<typeof bootApp>[0];
  let app: RunningApp;
  let [ann, bob, eve, mod] = [] as unknown as [ConnectedUser, ConnectedUser, ConnectedUser, ConnectedUser];
  let roomId: string;

  beforeAll(async () => {
    settings = { databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS };
    app = await bootApp(settings);
    [ann, bob] = await connectUsers(app.url, 'Ann', 'Bob');
    [eve, mod] = await connectUsers(app.url, 'Eve', 'Moe');
    await appoint(app, 'Moe', 'moderator');
  });
  beforeEach(async () => {
    roomId = (await createRoom(ann)).id;
    for (const user of [ann, bob, eve]) await openRoom(user, roomId);
  });

  const someTakes = async (count: number) => {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await finishedTake(app, ann, roomId)).id);
    return ids as [string, string, string, string];
  };
  const command = (takeId: string, on = true) => ({ roomId, takeId, on, clientId: randomUUID() });
  const pin = (takeId: string, on = true, { live } = ann) => live.rejectionOf('jam.pin', command(takeId, on));
  const pinned = async (user: Pick<ConnectedUser, 'live'> = ann) => {
    const { state } = await openRoom(user, roomId);
    return state.kind === 'fresh' ? state.pinnedTakes?.map(({ id }) => id) : state;
  };
  const change = (on: boolean) => bob.live.next('generation.pinned', ({ payload }) => payload.on === on);

  it('[G27] up to three takes are pinned, the last first; everyone sees it, and a fourth is rejected', async () => {
    const [one, two, three, four] = await someTakes(4);
    const received = change(true);
    for (const id of [one, two, three]) expect(await pin(id)).toBe('ok');
    expect(await received).toMatchObject({ actorId: ann.me.id, payload: { take: { id: one, number: 1 } } });
    const error = { code: 'JAM_TOO_MANY_PINS', detail: { limit: 3 } };
    expect(await bob.live.ask('jam.pin', command(four))).toEqual({ ok: false, error });
    expect([await pin(one), await pinned()]).toEqual(['ok', [one, three, two]]);
    expect([await pin(three, false, bob), await pin(four), await pinned()]).toEqual(['ok', 'ok', [four, one, two]]);
  });

  it('[G27] a repeated command has no effect, and of four at once one is rejected', async () => {
    const takes = await someTakes(4);
    const codes = await Promise.all(takes.map((id) => pin(id)));
    expect(codes.toSorted()).toEqual(['JAM_TOO_MANY_PINS', 'ok', 'ok', 'ok']);
    for (const id of takes) expect(await pin(id, false, bob)).toBe('ok');
    const first = command(takes[0]);
    const replies = await Promise.all([ann.live.do('jam.pin', first), ann.live.do('jam.pin', first)]);
    expect(await pin(takes[0], false, bob)).toBe('ok');
    expect(replies).toEqual(Array(2).fill(await ann.live.do('jam.pin', first)));
    expect(await pinned()).toEqual([]);
  });

  it('[G27] only users who may write in the room pin, and only its takes with an image', async () => {
    const [id] = await someTakes(1);
    const rendering = (await finishedTake(app, ann, roomId, { status: 'rendering' })).id;
    const elsewhere = { ...command(id), roomId: (await createRoom(mod)).id };
    const codes = [await pin(rendering), await mod.live.rejectionOf('jam.pin', elsewhere)];
    expect(codes).toEqual(Array(2).fill('GENERATION_TAKE_NOT_FOUND'));
    await ann.live.do('rooms.setRole', { ...memberCommand(roomId, bob), role: 'viewer' });
    expect(await pin(id, true, bob)).toBe('ROOMS_READ_ONLY');
    await ann.live.do('rooms.mute', { ...memberCommand(roomId, eve), minutes: 5 });
    await ann.live.do('rooms.ban', { ...memberCommand(roomId, bob), on: true });
    expect([await pin(id, true, eve), await pin(id, true, bob)]).toEqual(['ROOMS_MUTED', 'ROOMS_BANNED']);
    expect(await pinned()).toEqual([]);
  });

  it('[G27] a take whose image a moderator removes loses its pin, live, also while it is being pinned', async () => {
    const [removed, raced, third, fourth] = await someTakes(4);
    for (const id of [removed, third, fourth]) expect(await pin(id)).toBe('ok');
    const received = change(false);
    const remove = (id: string) => reportAndDecide(eve, mod, { kind: 'take', id, image: 0 }, { kind: 'remove' });
    await remove(removed);
    expect(await received).toMatchObject({ actorId: null, payload: { take: { id: removed } } });
    expect(await pin(removed)).toBe('GENERATION_TAKE_NOT_FOUND');
    const [, code] = await Promise.all([remove(raced), pin(raced)]);
    expect(['ok', 'GENERATION_TAKE_NOT_FOUND']).toContain(code);
    expect(await pinned()).toEqual([fourth, third]);
  });

  it('[G27] an old pin is there after a restart, for who comes later', async () => {
    const [old] = await someTakes(LIMITS.takesPerPage + 1);
    expect(await pin(old)).toBe('ok');
    await app.stop();
    app = await bootApp(settings);
    expect(await pinned({ live: await connect(app.url) })).toEqual([old]);
  });
});
