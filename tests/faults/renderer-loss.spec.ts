import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView } from '@visionary/contract';
import { LocalRenderers } from '../../libs/generation/api/renderer/local-renderers.js';
import type { RendererChild } from '../../libs/generation/api/renderer/renderer-child.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { takeFinished, startLongTake, nextFrame, renderTake, TINY, TINY_MODELS, repeatTake } from '../support/jam.js';
import { programPid } from '../support/program-pid.js';
import { createRoom, openRoom, type ConnectedUser, connectUser, roomCommand } from '../support/rooms.js';

describe('a renderer that crashes', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;
  let child: RendererChild;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, rendererStallMs: 3_000, logLevel: 'fatal' });
    child = app.get(LocalRenderers).children[0]!;
    ann = await connectUser(app.url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const kill = (signal: NodeJS.Signals) => {
    process.kill(programPid(child.pid), signal);
  };
  /** Resolves at a step of the next attempt. */
  const startedAnew = async (takeId: string) => {
    await ann.live.next('generation.requeued', ({ payload }) => payload.takeId === takeId);
    await nextFrame(ann.live, (frame) => frame.takeId === takeId);
  };
  /** Large, so that it does not end before it is disturbed, however busy the machine is. */
  const startLong = () => startLongTake(ann.live, room.id, 150, 1, 128);
  const steer = (takeId: string, prompt: string) =>
    ann.live.do('jam.steer', { ...roomCommand(room.id), takeId, prompt, negative: '' });
  const steered = (takeId: string, prompt: string) =>
    ann.live.next('generation.steered', ({ payload }) => payload.takeId === takeId && payload.steer.prompt === prompt);
  const answers = async () => {
    expect((await ann.client.get('/api/health')).status).toBe(200);
    await ann.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: 0 });
  };

  it('[G5] [G80] restarts the take, which gets its image, and the server responds throughout', async () => {
    const take = await startLong();
    const [again, end] = [startedAnew(take.id), takeFinished(ann.live, ({ id }) => id === take.id)];
    const requeued = ann.live.next('generation.requeued');
    kill('SIGKILL');
    await answers();
    expect((await requeued).payload).toEqual({ takeId: take.id });
    await again;
    await answers();
    expect(await end).toMatchObject({ status: 'finished', images: [{ seed: TINY.seed }] });
  });

  it('[G5] fails the take with a code after a second crash, and the next take renders', async () => {
    const take = await startLong();
    const failed = ann.live.next('generation.failed');
    const again = startedAnew(take.id);
    kill('SIGKILL');
    await again;
    kill('SIGKILL');
    const { payload } = await failed;
    expect(payload).toMatchObject({ takeId: take.id, code: 'RENDERER_CRASHED' });
    expect(payload.detail).toContain('SIGKILL');
    await answers();
    await renderTake(ann.live, room.id);
  });

  it('[G28] renders the take again, uncounted, each time its renderer is stopped by a signal', async () => {
    const take = await startLong();
    const end = takeFinished(ann.live, ({ id }) => id === take.id);
    for (let stop = 0; stop < 2; stop++) {
      const again = startedAnew(take.id);
      kill('SIGTERM');
      await again;
    }
    expect((await end).status).toBe('finished');
  });

  it('[G4] cancels a take whose cancellation was pending', async () => {
    const take = await startLong();
    const cancelled = ann.live.next('generation.cancelled');
    kill('SIGSTOP');
    await ann.live.do('jam.cancel', { roomId: room.id, takeId: take.id });
    kill('SIGKILL');
    expect((await cancelled).payload).toMatchObject({ takeId: take.id, by: { id: ann.me.id } });
  });

  it('[G13] rejects a token count as unavailable', async () => {
    await renderTake(ann.live, room.id);
    kill('SIGSTOP');
    const counting = ann.live.rejectionOf('jam.countTokens', { model: TINY.model, texts: [`never counted before`] });
    kill('SIGKILL');
    expect(await counting).toBe('GENERATION_RENDERER_UNAVAILABLE');
  });

  it('[G6] is killed when it hangs, and a new one renders the take', async () => {
    const take = await startLong();
    const [again, end] = [startedAnew(take.id), takeFinished(ann.live, ({ id }) => id === take.id)];
    const { pid } = child;
    kill('SIGSTOP');
    await answers();
    await again;
    expect(child.pid).not.toBe(pid);
    expect((await end).status).toBe('finished');
  });

  it('[G20] renders a steered take again with every steer at its original step', async () => {
    const take = await startLong();
    const end = takeFinished(ann.live, ({ id }) => id === take.id);
    const holds = steered(take.id, 'a whale');
    await steer(take.id, 'a whale');
    const { steer: first } = (await holds).payload;
    const events = ann.live.collect('generation.steered');
    const again = startedAnew(take.id);
    kill('SIGKILL');
    await again;
    const done = await end;
    expect(done.steers).toEqual([first]);
    expect(events).toEqual([]);
    const twin = await repeatTake(ann.live, take);
    expect(twin.images.map(({ sha256 }) => sha256)).toEqual(done.images.map(({ sha256 }) => sha256));
  });

  it('[G20] gives the take a steer that the renderer had not received', async () => {
    const take = await startLong();
    const end = takeFinished(ann.live, ({ id }) => id === take.id);
    const holds = steered(take.id, 'a boat');
    kill('SIGSTOP');
    await steer(take.id, 'a boat');
    kill('SIGKILL');
    const { payload } = await holds;
    expect((await end).steers).toEqual([payload.steer]);
  });
});
