import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type AdminView,
  type AuditPage,
  type DeviceView,
  LIMITS,
  type RoomEventOf,
  type RoomView,
  type TakeView,
} from '@visionary/contract';
import { Renderers } from '../../libs/generation/domain/renderers.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { takeFinished, startLongTake, nextFrame, render, TINY_MODELS, renderTake, repeatTake } from '../support/jam.js';
import { onCleanup } from '../support/cleanup.js';
import { connect } from '../support/live-client.js';
import { addMember, createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

type Steered = RoomEventOf<'generation.steered'>;

describe('a rendering take', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING });
    [ann, bob] = [await connectUser(app.url), await connectUser(app.url)];
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  const steerRequest = (takeId: string, prompt = 'a blue whale', clientId: string = randomUUID()) => ({
    ...{ roomId: room.id, takeId, clientId, prompt, negative: 'fog' },
  });
  const steered = ({ live }: ConnectedUser, takeId: string, prompt?: string) =>
    live.next(
      'generation.steered',
      ({ payload }) => payload.takeId === takeId && (prompt === undefined || payload.steer.prompt === prompt),
    );
  const endOf = ({ live }: ConnectedUser, takeId: string) => takeFinished(live, ({ id }) => id === takeId);
  const shas = ({ images }: TakeView) => images.map(({ sha256 }) => sha256);
  const repeat = async (takeId: string, clientId: string) => {
    const { event } = await bob.live.do('jam.repeat', { roomId: room.id, clientId, takeId });
    if (event.type !== 'generation.queued') throw new Error(event.type);
    return event.payload.take;
  };

  it('[G34] an admin ends a rendering and a waiting take of a room they are not in, and everyone in it sees the reason', async () => {
    const boss = await connectUser(app.url);
    await appoint(app, boss.me.name);
    const rendering = await startLongTake(ann.live, room.id, LIMITS.steps.max, LIMITS.batch.max, 128);
    const waiting = await render(ann.live, room.id);
    const { openTakes } = await boss.live.do('admin.subscribe', {});
    expect(openTakes).toMatchObject([
      { id: rendering.id, roomId: room.id, author: { id: ann.me.id }, status: 'rendering' },
      { id: waiting.id, status: 'queued' },
    ]);
    const cancelled = (takeId: string) =>
      Promise.all(
        [ann, bob].map(({ live }) => live.next('generation.cancelled', ({ payload }) => payload.takeId === takeId)),
      );
    for (const [takeId, reason] of [
      [waiting.id, undefined],
      [rendering.id, ' The renderer is needed. '],
    ] as const) {
      const ends = cancelled(takeId);
      expect(await ann.live.rejectionOf('admin.endTake', { takeId })).toBe('FORBIDDEN');
      await boss.live.do('admin.endTake', { takeId, ...(reason && { reason }) });
      const adminReason = reason?.trim() ?? '';
      for (const { payload } of await ends) expect(payload).toMatchObject({ by: { id: boss.me.id }, adminReason });
      const { take } = await bob.live.do('jam.getTake', { roomId: room.id, takeId });
      expect(take).toMatchObject({ status: 'cancelled', adminReason });
      expect(await boss.live.rejectionOf('admin.endTake', { takeId })).toBe('GENERATION_TAKE_ALREADY_ENDED');
    }
    expect(await boss.live.rejectionOf('admin.endTake', { takeId: randomUUID() })).toBe('GENERATION_TAKE_NOT_FOUND');
    const { body } = await boss.client.get<AuditPage>('/api/safety/audit?action=take.ended');
    expect(body.entries).toMatchObject([
      {
        by: { id: boss.me.id },
        about: { kind: 'take', id: rendering.id },
        detail: { reason: 'The renderer is needed.' },
      },
      { about: { kind: 'take', id: waiting.id }, detail: { reason: '' } },
    ]);
    const next = await renderTake(ann.live, room.id);
    expect(next.status).toBe('finished');
  });

  it('[G36] list of open takes names a room only to admins who may open it', async () => {
    const [boss, member] = [await connectUser(app.url), bob];
    for (const { me } of [boss, member]) await appoint(app, me.name);
    const hidden = await createRoom(ann, { visibility: 'private', name: 'Back room' });
    const open = await createRoom(ann, { visibility: 'public', name: 'Front room' });
    for (const { id } of [hidden, open]) await openRoom(ann, id);
    await addMember(ann, member, hidden.id);
    const rendering = await startLongTake(ann.live, hidden.id, LIMITS.steps.max, LIMITS.batch.max, 128);
    const waiting = await render(ann.live, open.id);
    const namesOf = ({ openTakes = [] }: AdminView) => openTakes.map(({ roomName }) => roomName);
    expect(namesOf(await boss.live.do('admin.subscribe', {}))).toEqual([undefined, 'Front room']);
    expect(namesOf(await member.live.do('admin.subscribe', {}))).toEqual(['Back room', 'Front room']);
    const updates = [boss, member].map(({ live }) =>
      live.next('admin.statusChanged', ({ openTakes = [] }) => openTakes.length === 1),
    );
    await boss.live.do('admin.endTake', { takeId: waiting.id });
    expect((await Promise.all(updates)).map(namesOf)).toEqual([[undefined], ['Back room']]);
    await boss.live.do('admin.endTake', { takeId: rendering.id });
  });

  it('[G20] is steered by any editor, and everyone sees who, when, and to what', async () => {
    const plain = await renderTake(ann.live, room.id, { settings: { steps: 150, seed: 21 } });
    const take = await startLongTake(ann.live, room.id);
    const both = [steered(ann, take.id), steered(bob, take.id)];
    const end = endOf(ann, take.id);
    await bob.live.do('jam.steer', steerRequest(take.id));
    const [one, two] = await Promise.all(both);
    expect(two).toEqual(one);
    expect(one).toMatchObject({ actorId: bob.me.id });
    const { steer } = (one as Steered).payload;
    expect(steer).toMatchObject({ by: { id: bob.me.id }, prompt: 'a blue whale', negative: 'fog', image: 0 });
    expect(steer.step).toBeGreaterThanOrEqual(3);
    expect(steer.step).toBeLessThan(150);
    const done = await end;
    expect(done).toMatchObject({ prompt: 'a red fox', steers: [steer] });
    expect(shas(done)).not.toEqual(shas(plain));
    const late = await connect(app.url);
    const { state } = await late.do('rooms.open', { roomId: room.id });
    expect(state).toMatchObject({
      takes: expect.arrayContaining([expect.objectContaining({ id: take.id, steers: [steer] })]),
    });
    const missed = await late.do('rooms.eventsSince', { roomId: room.id, afterSeq: (one as Steered).seq - 1 });
    expect(missed.events[0]).toEqual(one);
    const page = await late.do('jam.listTakesBefore', { roomId: room.id, beforeNumber: take.number + 1 });
    expect(page.takes[0]).toMatchObject({ id: take.id, steers: [steer] });
    late.close();
  });

  it('[G20] applies each steer once, in order', async () => {
    const take = await startLongTake(ann.live, room.id, 150, 2);
    const end = endOf(ann, take.id);
    const clientId = randomUUID();
    const last = steered(ann, take.id, 'three');
    await Promise.all([1, 2, 3].map(() => bob.live.do('jam.steer', steerRequest(take.id, 'one', clientId))));
    await ann.live.do('jam.steer', steerRequest(take.id, 'two'));
    await bob.live.do('jam.steer', steerRequest(take.id, 'three'));
    await bob.live.do('jam.steer', steerRequest(take.id, 'something else', clientId));
    await last;
    const { steers = [] } = await end;
    expect(steers.map(({ prompt }) => prompt)).toEqual(['one', 'two', 'three']);
  });

  it('[G20] rejects a steer from another room, without a prompt, too often, or when it does not render', async () => {
    const foreign = await createRoom(bob);
    const take = await startLongTake(ann.live, room.id, 150, 4, 128);
    const waiting = await render(ann.live, room.id);
    const refusal = (change: object) => bob.live.rejectionOf('jam.steer', { ...steerRequest(take.id), ...change });
    expect(await refusal({ roomId: foreign.id })).toBe('GENERATION_TAKE_NOT_FOUND');
    expect(await refusal({ takeId: randomUUID() })).toBe('GENERATION_TAKE_NOT_FOUND');
    expect(await refusal({ prompt: ' ' })).toBe('GENERATION_PROMPT_EMPTY');
    expect(await refusal({ prompt: 'x\u0000' })).toBe('INVALID');
    expect(await refusal({ takeId: waiting.id })).toBe('GENERATION_NOT_RENDERING');
    expect(await refusal({ prompt: 'a fox <lora:brush:1>' })).toBe('GENERATION_LORAS_LOCKED');
    for (let index = 0; index < LIMITS.steersPerTake; index++) expect(await refusal({})).toBe('ok');
    expect(await refusal({})).toBe('GENERATION_TOO_MANY_STEERS');
    const event = ann.live.next('generation.cancelled');
    await ann.live.do('jam.cancel', { roomId: room.id, takeId: take.id });
    await event;
    expect(await refusal({})).toBe('GENERATION_NOT_RENDERING');
  });

  it('[G21] keeps the image of the step when its author stops it', async () => {
    // Large, so that it does not end before the stop arrives, however busy the machine is.
    const take = await startLongTake(bob.live, room.id, 150, 1, 128);
    const end = endOf(ann, take.id);
    await bob.live.do('jam.stop', { roomId: room.id, takeId: take.id });
    const done = await end;
    expect(done).toMatchObject({ status: 'finished', stoppedAt: { by: { id: bob.me.id }, image: 0 } });
    expect(done.images).toHaveLength(1);
    expect(done.stoppedAt?.step).toBeGreaterThanOrEqual(3);
    expect(done.stoppedAt?.step).toBeLessThan(150);
    const again = await repeatTake(bob.live, take);
    expect(again).toMatchObject({ stoppedAt: { by: { id: bob.me.id }, step: done.stoppedAt?.step } });
    expect(shas(again)).toEqual(shas(done));
  });

  it('[G21] is stopped only by its author and owners, and only while it renders', async () => {
    const take = await startLongTake(ann.live, room.id, 150, 1, 128);
    const waiting = await render(bob.live, room.id);
    const end = endOf(ann, take.id);
    const last = endOf(ann, waiting.id);
    expect(await bob.live.rejectionOf('jam.stop', { roomId: room.id, takeId: take.id })).toBe('GENERATION_NOT_AUTHOR');
    const stopWaiting = { roomId: room.id, takeId: waiting.id };
    expect(await ann.live.rejectionOf('jam.stop', stopWaiting)).toBe('GENERATION_NOT_RENDERING');
    await ann.live.do('jam.stop', { roomId: room.id, takeId: take.id });
    await end;
    expect(await ann.live.rejectionOf('jam.stop', { roomId: room.id, takeId: take.id })).toBe(
      'GENERATION_TAKE_ALREADY_ENDED',
    );
    await last;
  });

  it('[G21] ends once when it is stopped and cancelled at the same time', async () => {
    const takes: TakeView[] = [];
    for (let round = 0; round < 4; round++) {
      const take = await startLongTake(ann.live, room.id);
      takes.push(take);
      const isOver = Promise.race([
        endOf(ann, take.id),
        ann.live.next('generation.cancelled', ({ payload }) => payload.takeId === take.id),
      ]);
      const place = { roomId: room.id, takeId: take.id };
      await Promise.all([ann.live.ask('jam.stop', place), ann.live.ask('jam.cancel', place)]);
      await isOver;
      await endOf(ann, (await render(ann.live, room.id)).id);
    }
    const { events } = await ann.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: (takes[0]?.seq ?? 0) - 1 });
    const ends = events.flatMap((event) => {
      if (event.type === 'generation.finished') return event.payload.take.id;
      return event.type === 'generation.cancelled' ? event.payload.takeId : [];
    });
    for (const { id } of takes) expect(ends.filter((ended) => ended === id)).toHaveLength(1);
  });

  it('[G22] is reproduced byte for byte with its steers and stop', async () => {
    const take = await startLongTake(ann.live, room.id, 150, 2);
    const end = endOf(ann, take.id);
    const first = steered(ann, take.id);
    await bob.live.do('jam.steer', steerRequest(take.id, 'a [green:yellow:0.7] (house:1.4)'));
    await first;
    await nextFrame(ann.live, ({ takeId, imageIndex: image }) => takeId === take.id && image === 1);
    const second = steered(ann, take.id, 'a boat');
    await ann.live.do('jam.steer', steerRequest(take.id, 'a boat'));
    await second;
    const done = await end;
    const again = await repeatTake(bob.live, take);
    expect(again).toMatchObject({ author: { id: bob.me.id }, settings: done.settings, prompt: done.prompt });
    expect(again.promptAuthors).toEqual(done.promptAuthors);
    expect(again.steers).toEqual(done.steers);
    expect(shas(again)).toEqual(shas(done));
    expect(shas(await repeatTake(bob.live, again))).toEqual(shas(done));
  });

  it('[G22] is repeated once per command, and only when it finished in this room', async () => {
    const take = await renderTake(ann.live, room.id);
    const clientId = randomUUID();
    const last = takeFinished(bob.live, ({ author }) => author.id === bob.me.id);
    const takes = await Promise.all([repeat(take.id, clientId), repeat(take.id, clientId)]);
    expect(takes[1]).toEqual(takes[0]);
    await last;
    const foreign = await createRoom(bob);
    const refusal = (takeId: string, roomId = room.id) =>
      bob.live.rejectionOf('jam.repeat', { roomId, takeId, clientId: randomUUID() });
    expect(await refusal(take.id, foreign.id)).toBe('GENERATION_TAKE_NOT_FOUND');
    expect(await refusal(randomUUID())).toBe('GENERATION_TAKE_NOT_FOUND');
    const running = await startLongTake(ann.live, room.id, 150, 4, 128);
    const event = ann.live.next('generation.cancelled');
    expect(await refusal(running.id)).toBe('GENERATION_NOT_REPEATABLE');
    await ann.live.do('jam.cancel', { roomId: room.id, takeId: running.id });
    await event;
    expect(await refusal(running.id)).toBe('GENERATION_NOT_REPEATABLE');
  });

  it('[G83] says what it was rendered on, and is repeated on another device only if its image may differ', async () => {
    const take = await renderTake(ann.live, room.id);
    expect(take.renderedOn).toEqual({ provider: 'cpu' });
    const renderers = app.get(Renderers);
    const list = renderers.list.bind(renderers);
    const device: DeviceView = { provider: 'webgpu', name: 'NVIDIA GeForce RTX 4070', problems: [] };

    const spy = jest.spyOn(renderers, 'list').mockImplementation(() => list().map((one) => ({ ...one, device })));
    onCleanup(() => spy.mockRestore());
    const again = { roomId: room.id, takeId: take.id };
    expect(await bob.live.ask('jam.repeat', { ...again, clientId: randomUUID() })).toMatchObject({
      ok: false,
      error: {
        code: 'GENERATION_REPEAT_MAY_DIFFER',
        detail: { provider: 'cpu', available: [{ provider: 'webgpu', device: 'NVIDIA GeForce RTX 4070' }] },
      },
    });
    const end = takeFinished(bob.live, ({ author }) => author.id === bob.me.id);
    await bob.live.do('jam.repeat', { ...again, mayDiffer: true, clientId: randomUUID() });
    expect(shas(await end)).toEqual(shas(take));
    spy.mockRestore();
    expect(shas(await repeatTake(bob.live, take))).toEqual(shas(take));
  });

  it('[F85] is broadcast to its author’s own takes, and to no one else', async () => {
    const own = await connect(app.url, ann.client.cookieHeader);
    const other = await connect(app.url, bob.client.cookieHeader);
    const strange: string[] = [];
    for (const name of ['generation.takeUpdated', 'generation.frame']) other.on(name, () => strange.push(name));
    await other.do('generation.subscribe', {});
    const is = (status: TakeView['status']) => own.next('generation.takeUpdated', ({ take }) => take.status === status);
    const seen = nextFrame(own, ({ frame }) => frame !== undefined);
    expect(await own.do('generation.subscribe', {})).toEqual({ frames: [] });
    const [queued, started] = [is('queued'), is('rendering')];
    const take = await startLongTake(ann.live, room.id, 150, 4, 128);
    expect((await queued).take).toEqual(take);
    expect((await started).take).toMatchObject({ id: take.id, startedAt: expect.any(Number) });
    expect(await seen).toMatchObject({ takeId: take.id });
    const late = await connect(app.url, ann.client.cookieHeader);
    expect((await late.do('generation.subscribe', {})).frames).toMatchObject([{ takeId: take.id, frame: {} }]);
    await own.do('generation.unsubscribe', {});
    const endedLate = late.next('generation.takeUpdated', ({ take: { status } }) => status === 'cancelled');
    await ann.live.do('jam.cancel', { roomId: room.id, takeId: take.id });
    expect((await endedLate).take).toMatchObject({ id: take.id });
    expect(strange).toEqual([]);
    for (const live of [own, other, late]) live.close();
  });
});
