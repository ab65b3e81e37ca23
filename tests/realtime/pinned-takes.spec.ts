import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LIMITS, type RoomEventOf } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { isDecided, decides } from '../support/cases.js';
import { finishedTake } from '../support/feed.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { about, aRoom, opens, type Present, someone } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';
import { waitForEvent } from '../support/wait-for-event.js';

type Pinned = RoomEventOf<'generation.pinned'>;

describe.each(DIALECTS)('pinned takes in %s', (dialect) => {
  let settings: Parameters<typeof bootApp>[0];
  let app: RunningApp;
  let [ann, bob, eve, mod] = [] as unknown as [Present, Present, Present, Present];
  let roomId: string;

  beforeAll(async () => {
    settings = { databaseUrl: await freshDatabase(dialect), dataDir: freshFolder(), modelsDir: TINY_MODELS };
    app = await bootApp(settings);
    [ann, bob] = [await someone(app.url, 'Ann'), await someone(app.url, 'Bob')];
    [eve, mod] = [await someone(app.url, 'Eve'), await someone(app.url, 'Mod')];
    await appoint(app, 'Mod', 'moderator');
  });
  beforeEach(async () => {
    roomId = (await aRoom(ann)).id;
    for (const who of [ann, bob, eve]) await opens(who, roomId);
  });

  const someTakes = async (count: number) => {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await finishedTake(app, ann, roomId)).id);
    return ids as [string, string, string, string];
  };
  const command = (takeId: string, on = true) => ({ roomId, takeId, on, clientId: randomUUID() });
  const pin = (takeId: string, on = true, { live } = ann) => live.refusal('jam.pin', command(takeId, on));
  const pinned = async (who: { live: LiveClient } = ann) => {
    const { state } = await opens(who, roomId);
    return state.kind === 'fresh' ? state.pinnedTakes?.map(({ id }) => id) : state;
  };

  it('[G27] up to three takes are pinned, the last first; everyone sees it, and a fourth is rejected', async () => {
    const [one, two, three, four] = await someTakes(4);
    const received = waitForEvent<Pinned>(bob.live, 'generation.pinned');
    for (const id of [one, two, three]) expect(await pin(id)).toBe('ok');
    const payload = { on: true, take: { id: one, number: 1, images: [{ index: 0 }] } };
    expect(await received).toMatchObject({ actorId: ann.me.id, payload });
    const error = { code: 'JAM_TOO_MANY_PINS', detail: { limit: 3 } };
    expect(await bob.live.ask('jam.pin', command(four))).toEqual({ ok: false, error });
    expect([await pin(one), await pinned()]).toEqual(['ok', [one, three, two]]);
    expect([await pin(three, false, bob), await pin(four)]).toEqual(['ok', 'ok']);
    expect(await pinned()).toEqual([four, one, two]);
  });

  it('[G27] only three of five takes are pinned at the same time', async () => {
    const codes = await Promise.all((await someTakes(5)).map((id, at) => pin(id, true, at % 2 ? ann : bob)));
    expect(codes.toSorted()).toEqual([...Array(2).fill('JAM_TOO_MANY_PINS'), 'ok', 'ok', 'ok']);
    expect(await pinned()).toHaveLength(3);
  });

  it('[G27] a repeated command gets the first event and changes nothing', async () => {
    const [id] = await someTakes(1);
    const first = command(id);
    const [reply, same] = await Promise.all([ann.live.do('jam.pin', first), ann.live.do('jam.pin', first)]);
    expect([await pin(id, false, bob), await pin(id, false, bob)]).toEqual(['ok', 'ok']);
    expect([same, await ann.live.do('jam.pin', first)]).toEqual([reply, reply]);
    expect(await pinned()).toEqual([]);
  });

  it('[G27] only users who may write in the room pin, and only its takes with an image', async () => {
    const [id] = await someTakes(1);
    const rendering = (await finishedTake(app, ann, roomId, { status: 'rendering' })).id;
    const own = await aRoom(mod);
    expect(await pin(rendering)).toBe('GENERATION_TAKE_NOT_FOUND');
    expect(await mod.live.refusal('jam.pin', { ...command(id), roomId: own.id })).toBe('GENERATION_TAKE_NOT_FOUND');
    await ann.live.do('rooms.setRole', { ...about(roomId, bob), role: 'viewer' });
    await ann.live.do('rooms.mute', { ...about(roomId, eve), minutes: 5 });
    const codes = [await pin(id, true, bob), await pin(id, true, eve)];
    await ann.live.do('rooms.ban', { ...about(roomId, bob), on: true });
    expect([...codes, await pin(id, true, bob)]).toEqual(['ROOMS_READ_ONLY', 'ROOMS_MUTED', 'ROOMS_BANNED']);
    expect(await pinned()).toEqual([]);
  });

  it('[G27] a take whose image a moderator removes loses its pin, live, also while it is being pinned', async () => {
    const [removed, raced, third, fourth] = await someTakes(4);
    for (const id of [removed, third, fourth]) expect(await pin(id)).toBe('ok');
    const received = waitForEvent<Pinned>(bob.live, 'generation.pinned', ({ payload }) => !payload.on);
    const remove = (id: string) => isDecided(eve, mod, { kind: 'take', id, image: 0 }, { kind: 'remove' });
    const { case: decided } = await remove(removed);
    const take = { id: removed, images: [{ isHidden: true }] };
    expect(await received).toMatchObject({ actorId: null, payload: { take } });
    expect(await pin(removed)).toBe('GENERATION_TAKE_NOT_FOUND');
    const [, code] = await Promise.all([remove(raced), pin(raced)]);
    expect(['ok', 'GENERATION_TAKE_NOT_FOUND']).toContain(code);
    await decides(mod, decided, { kind: 'restore' });
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
