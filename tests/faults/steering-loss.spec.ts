import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView, TakeView } from '@visionary/contract';
import { RendererChild } from '../../libs/generation/api/renderer/renderer-child.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { takeFinished, startLongTake, nextFrame, TINY_MODELS } from '../support/jam.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

describe('a steered take whose renderer crashes', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;
  let child: RendererChild;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, logLevel: 'fatal' });
    child = app.get(RendererChild);
    ann = await connectUser(app.url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const kill = (signal: NodeJS.Signals) => process.kill(child.pid ?? 0, signal);
  const steer = (takeId: string, prompt: string) =>
    ann.live.do('jam.steer', { roomId: room.id, clientId: randomUUID(), takeId, prompt, negative: '' });
  const steered = (takeId: string, prompt: string) =>
    ann.live.next('generation.steered', ({ payload }) => payload.takeId === takeId && payload.steer.prompt === prompt);
  const repeated = async (takeId: string): Promise<TakeView> => {
    const end = takeFinished(ann.live, ({ id }) => id !== takeId);
    await ann.live.do('jam.repeat', { roomId: room.id, clientId: randomUUID(), takeId });
    return end;
  };

  it('[G20] is rendered again with every steer at its original step', async () => {
    const take = await startLongTake(ann.live, room.id);
    const end = takeFinished(ann.live, ({ id }) => id === take.id);
    const holds = steered(take.id, 'a whale');
    await steer(take.id, 'a whale');
    const { steer: first } = (await holds).payload;
    const said = ann.live.collect('generation.steered');
    const again = nextFrame(ann.live, ({ takeId, step }) => takeId === take.id && step === 1);
    kill('SIGKILL');
    await again;
    const done = await end;
    expect(done.steers).toEqual([first]);
    expect(said).toEqual([]);
    const twin = await repeated(take.id);
    expect(twin.images.map(({ sha256 }) => sha256)).toEqual(done.images.map(({ sha256 }) => sha256));
  });

  it('[G20] gets a steer that the renderer had not received', async () => {
    const take = await startLongTake(ann.live, room.id);
    const end = takeFinished(ann.live, ({ id }) => id === take.id);
    const holds = steered(take.id, 'a boat');
    kill('SIGSTOP');
    await steer(take.id, 'a boat');
    kill('SIGKILL');
    const { payload } = await holds;
    expect((await end).steers).toEqual([payload.steer]);
  });
});
