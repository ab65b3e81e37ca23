import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LIMITS, type RoomEventOf, type Subject } from '@visionary/contract';
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

  const aTake = async () => (await finishedTake(app, ann, roomId)).id;
  const command = (takeId: string, on = true) => ({ roomId, takeId, on, clientId: randomUUID() });
  const pin = (takeId: string, on = true, { live }: { live: LiveClient } = ann) =>
    live.refusal('jam.pin', command(takeId, on));
  const lists = async (who: { live: LiveClient } = eve) => {
    const { state } = await opens(who, roomId);
    if (state.kind !== 'fresh') throw new Error('the room was opened with events');
    return { ids: state.pinnedTakes?.map(({ id }) => id), newest: state.takes.map(({ id }) => id) };
  };
  const pinned = async () => (await lists()).ids;

  it('[G27] up to three takes are pinned, the last first; everyone sees it, and a fourth is rejected', async () => {
    const [one, two, three, four] = [await aTake(), await aTake(), await aTake(), await aTake()];
    const received = waitForEvent<Pinned>(bob.live, 'generation.pinned');
    for (const id of [one, two, three]) expect(await pin(id)).toBe('ok');
    const payload = { on: true, take: { id: one, number: 1, images: [{ index: 0 }] } };
    expect(await received).toMatchObject({ actorId: ann.me.id, payload });
    const error = { code: 'JAM_TOO_MANY_PINS', detail: { limit: LIMITS.pinnedTakes } };
    expect(await bob.live.ask('jam.pin', command(four))).toEqual({ ok: false, error });
    expect(await pin(one)).toBe('ok');
    expect(await pinned()).toEqual([one, three, two]);
    expect(await pin(three, false, bob)).toBe('ok');
    expect(await pin(four)).toBe('ok');
    expect(await pinned()).toEqual([four, one, two]);
  });

  it('[G27] of takes that are pinned at the same time, three are', async () => {
    const takes = await Promise.all(Array.from({ length: 5 }, aTake));
    const codes = await Promise.all(takes.map((id, at) => pin(id, true, at % 2 ? ann : bob)));
    expect(codes.toSorted()).toEqual([...Array(2).fill('JAM_TOO_MANY_PINS'), 'ok', 'ok', 'ok']);
    expect(await pinned()).toHaveLength(3);
  });

  it('[G27] a repeated command gets the first event and changes nothing', async () => {
    const id = await aTake();
    const first = command(id);
    const [reply, same] = await Promise.all([ann.live.do('jam.pin', first), ann.live.do('jam.pin', first)]);
    expect(same).toEqual(reply);
    expect(await pin(id, false, bob)).toBe('ok');
    expect(await pin(id, false, bob)).toBe('ok');
    expect(await ann.live.do('jam.pin', first)).toEqual(reply);
    expect(await pinned()).toEqual([]);
  });

  it('[G27] only users who may write in the room pin, and only its takes with an image', async () => {
    const id = await aTake();
    const waiting = (await finishedTake(app, ann, roomId, { status: 'rendering' })).id;
    const visitor = { live: await connect(app.url) };
    await opens(visitor, roomId);
    expect(await pin(id, true, visitor)).toBe('UNAUTHENTICATED');
    await ann.live.do('rooms.setRole', { ...about(roomId, bob), role: 'viewer' });
    expect(await pin(id, true, bob)).toBe('ROOMS_READ_ONLY');
    await ann.live.do('rooms.mute', { ...about(roomId, eve), minutes: 5 });
    expect(await pin(id, true, eve)).toBe('ROOMS_MUTED');
    await ann.live.do('rooms.ban', { ...about(roomId, bob), on: true });
    expect(await pin(id, true, bob)).toBe('ROOMS_BANNED');
    expect(await pin(waiting)).toBe('GENERATION_TAKE_NOT_FOUND');
    const elsewhere = { ...command(id), roomId: (await aRoom(mod)).id };
    expect(await mod.live.refusal('jam.pin', elsewhere)).toBe('GENERATION_TAKE_NOT_FOUND');
    expect(await pinned()).toEqual([]);
    await ann.live.do('rooms.archive', { roomId, clientId: randomUUID(), on: true });
    expect(await pin(id)).toBe('ROOMS_ARCHIVED');
  });

  it('[G27] a take whose image a moderator removes loses its pin, live, also while it is being pinned', async () => {
    const [removed, raced, third, fourth] = [await aTake(), await aTake(), await aTake(), await aTake()];
    for (const id of [removed, third, fourth]) expect(await pin(id)).toBe('ok');
    const received = waitForEvent<Pinned>(bob.live, 'generation.pinned', ({ payload }) => !payload.on);
    const remove = (id: string) => {
      const subject: Subject = { kind: 'take', id, image: 0 };
      return isDecided(eve, mod, subject, { kind: 'remove', rule: 'minors' });
    };
    const { case: decided } = await remove(removed);
    const take = { id: removed, images: [{ isHidden: true }] };
    expect(await received).toMatchObject({ actorId: null, payload: { take } });
    expect(await pinned()).toEqual([fourth, third]);
    expect(await pin(removed)).toBe('GENERATION_TAKE_NOT_FOUND');
    const [, code] = await Promise.all([remove(raced), pin(raced)]);
    expect(['ok', 'GENERATION_TAKE_NOT_FOUND']).toContain(code);
    await decides(mod, decided, { kind: 'restore' });
    expect(await pinned()).toEqual([fourth, third]);
  });

  it('[G27] a pin older than the newest page is there after a restart, and for who comes later', async () => {
    const old = await aTake();
    expect(await pin(old)).toBe('ok');
    for (let n = 0; n < LIMITS.takesPerPage; n++) await aTake();
    await app.stop();
    app = await bootApp(settings);
    const { ids, newest } = await lists({ live: await connect(app.url) });
    expect(ids).toEqual([old]);
    expect(newest).not.toContain(old);
  });
});
