import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameView, Pace, TakeView } from '@visionary/contract';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { nextFrame, render, renderTake, takeFinished, TINY_MODELS } from '../support/jam.js';
import { createRoom, openRoom, type ConnectedUser, connectUsers } from '../support/rooms.js';

/** A step of the tiny model takes some milliseconds, and at this pace 0.2 s. Few steps could be over before the pace arrives. */
const STEPS = 150;

describe('the pace of a room', () => {
  let app: RunningApp;
  let [ann, bob, eve] = [] as unknown as [ConnectedUser, ConnectedUser, ConnectedUser];
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, publicRoomPace: 16 });
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
    // The model is loaded before times are measured.
    const room = await createRoom(ann);
    await openRoom(ann, room.id);
    await renderTake(ann.live, room.id);
  });
  beforeEach(async () => {
    roomId = (await createRoom(ann)).id;
    await openRoom(ann, roomId);
  });

  const setPace = (seconds: Pace, { live } = bob, clientId: string = randomUUID()) =>
    live.do('jam.setPace', { roomId, clientId, seconds });
  const start = (steps = STEPS) => render(ann.live, roomId, { settings: { steps } });
  const pacedFrame = ({ id }: TakeView, step = 1) =>
    nextFrame(ann.live, (frame) => frame.takeId === id && frame.step >= step && (frame.pauseMs ?? 0) > 0);
  const ended = ({ id }: TakeView) => takeFinished(ann.live, (take) => take.id === id);

  it('[G106] is chosen by editors, shared by everyone, and a line in the log', async () => {
    const { publicPace, state } = await openRoom(bob, roomId);
    expect([publicPace, state]).toMatchObject([16, {}]);
    const received = ann.live.next('jam.paceChanged');
    const clientId = randomUUID();
    const { event } = await setPace(8, bob, clientId);
    expect((await setPace(8, bob, clientId)).event).toEqual(event);
    expect(await received).toMatchObject({
      actorId: bob.me.id,
      payload: { seconds: 8, by: { id: bob.me.id, name: 'Bob' } },
    });
    const opened = await openRoom(eve, roomId);
    expect(opened).toMatchObject({
      publicPace: 16,
      state: { paceChanges: [{ seconds: 8, seq: event.seq, by: { id: bob.me.id } }] },
    });
    expect(await eve.live.rejectionOf('jam.setPace', { roomId, clientId: randomUUID(), seconds: 9 as Pace })).toBe(
      'INVALID',
    );
  });

  it('[G107] spreads the steps while several people watch; one alone has full speed unless the room chose a pace', async () => {
    const alone = await start();
    const frames: FrameView[] = [];
    ann.live.on('generation.frame', (frame: FrameView) => void frames.push(frame));
    await ended(alone);
    expect(frames.every(({ pauseMs = 0 }) => pauseMs === 0)).toBe(true);
    await setPace(8, ann);
    const chosen = await start();
    await pacedFrame(chosen);
    await ann.live.do('jam.cancel', { roomId, takeId: chosen.id });
    await setPace(16, ann);
    await openRoom(bob, roomId);
    const startedAt = performance.now();
    const take = await start();
    const { pauseMs, msLeft } = await pacedFrame(take);
    expect(pauseMs).toBeGreaterThan(2_000);
    expect(msLeft).toBeGreaterThanOrEqual(pauseMs!);
    await pacedFrame(take, 20);
    // Back to full speed: pauses of 26 s are left.
    const end = ended(take);
    const changedAt = performance.now();
    await setPace(0);
    const { renderMs } = await end;
    expect(performance.now() - changedAt).toBeLessThan(10_000);
    // Waiting is no rendering.
    expect(renderMs).toBeLessThan(performance.now() - startedAt - 1_000);
  });

  it('[G107] delays nobody: a take renders at full speed once another one waits', async () => {
    await openRoom(bob, roomId);
    const take = await start(150);
    await pacedFrame(take);
    const end = ended(take);
    const own = (await createRoom(eve)).id;
    await openRoom(eve, own);
    const startedAt = performance.now();
    await renderTake(eve.live, own);
    // 150 steps at 0.2 s would take half a minute.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await end;
  });

  it('[G108] a stop and a steer end a pause at once and apply to the next step', async () => {
    await openRoom(bob, roomId);
    const take = await start();
    const { step } = await pacedFrame(take);
    const steered = ann.live.next('generation.steered');
    await bob.live.do('jam.steer', {
      ...{ roomId, takeId: take.id, clientId: randomUUID(), prompt: 'a blue whale', negative: '' },
    });
    expect((await steered).payload.steer.step - step).toBeLessThanOrEqual(1);
    const end = ended(take);
    const { step: last } = await pacedFrame(take, step + 1);
    await ann.live.do('jam.stop', { roomId, takeId: take.id });
    const { stoppedAt } = await end;
    expect(stoppedAt!.step - last).toBeLessThanOrEqual(1);
  });

  it('[G109] frames tell when they were sent, and a connection learns the time of its node', async () => {
    const before = Date.now();
    const { now } = await bob.live.do('generation.setFrameSide', { side: 64 });
    expect(now).toBeGreaterThanOrEqual(before);
    const take = await start();
    const { sentAt } = await nextFrame(ann.live, ({ takeId, frame }) => takeId === take.id && frame !== undefined);
    expect(sentAt).toBeGreaterThanOrEqual(now);
  });
});
