import { describe, expect, it } from '@jest/globals';
import type { RendererCommand } from '../../domain/renderer-protocol.js';
import type { AttemptRequest, TakeBudget } from '../../domain/renderers.js';
import { ActiveAttempt, StallDetector } from './active-attempt.js';

const job = { prompt: 'a fox', negative: '', scheduler: 'ddim', steps: 4, guidance: 5 };
const request: AttemptRequest = {
  attempt: { id: 'attempt', takeId: 'take', roomId: 'room', authorId: 'author', model: 'm' },
  ...{ type: 'render', takeId: 'take', modelName: 'm', sendFrames: false },
  job: { ...job, width: 64, height: 64, seed: 1, batch: 1 },
};
const steer = { type: 'steer', takeId: 'take', steerId: 's', prompt: 'an owl', negative: '' } as const;

const aRun = (budget?: TakeBudget, isOwn = true) => {
  const sent: RendererCommand[] = [];
  const run = new ActiveAttempt({ ...request, ...(budget && { budget }) }, isOwn, (command) => sent.push(command) > 0);
  const begin = () => run.begin({ modelDir: '/here/m', files: [] }, new StallDetector(0, 1_000), 0);
  return { run, begin, sent, types: () => sent.map(({ type }) => type) };
};

describe('ActiveAttempt', () => {
  it('[N6] sends early commands in order, and each steer once, when the renderer starts', () => {
    const { run, begin, types } = aRun();
    for (const command of [steer, steer, { type: 'stop', takeId: 'take' } as const]) run.sendCommand(command);
    expect(types()).toEqual([]);
    begin();
    run.sendCommand(steer);
    expect(types()).toEqual(['render', 'steer', 'stop']);
  });

  it('[N6] ends at once when it is cancelled before it starts', () => {
    const { run, begin, sent } = aRun();
    const cancelled = { type: 'cancelled', takeId: 'take', step: 0 };
    expect(run.sendCommand({ type: 'cancel', takeId: 'take' })?.outcome).toEqual(cancelled);
    expect(begin()?.outcome).toEqual(cancelled);
    expect(sent).toEqual([]);
  });

  it('[N8] blames the model when the renderer is lost after the attempt started', () => {
    expect(aRun().run.lose('SIGKILL').outcome).toEqual({ type: 'returned' });
    const { run, begin } = aRun();
    begin();
    expect(run.lose('SIGKILL').outcome).toEqual({ type: 'lost', why: 'SIGKILL', blamesModel: true });
  });

  it('[G15] blames the model for a stall when a user cancelled the take in between', () => {
    const { run, begin } = aRun();
    begin();
    run.sendCommand({ type: 'cancel', takeId: 'take' });
    const why = 'it was silent for too long';
    expect(run.lose(why).outcome).toEqual({ type: 'lost', why, blamesModel: true });
  });

  it('[G31] ends between two steps when it exceeds its budget, and is killed when it does not respond', () => {
    const { run, begin, types } = aRun({ ms: 60_000, reason: 'because' });
    expect(run.enforceBudget(90_000)).toBe(false);
    begin();
    expect(run.enforceBudget(60_000)).toBe(false);
    expect(types()).toEqual(['render']);
    expect([run.enforceBudget(60_001), run.enforceBudget(66_000)]).toEqual([false, false]);
    expect(types()).toEqual(['render', 'cancel']);
    expect(run.enforceBudget(66_001)).toBe(true);
    const failure = {
      ...{ type: 'failed', takeId: 'take', code: 'RENDER_TIMEOUT' },
      detail: '60 s were allowed: because.',
    };
    expect(run.handle({ type: 'cancelled', takeId: 'take', step: 3 }, 66_001)).toMatchObject({ outcome: failure });
    expect(run.lose('ended by SIGKILL').outcome).toEqual(failure);
    expect(run.returnTake().outcome).toEqual(failure);
  });

  it('[L18] a lent renderer that exceeds the budget, or is lost, says nothing about the model', () => {
    const { run, begin } = aRun({ ms: 1_000, reason: 'a test' }, false);
    begin();
    run.enforceBudget(1_001);
    const lost = { type: 'lost', blamesModel: false };
    expect(run.handle({ type: 'cancelled', takeId: 'take', step: 1 }, 1_002)).toMatchObject({ outcome: lost });
    expect(run.lose('cut off').outcome).toMatchObject(lost);
  });

  it('[L19] the time in which a lent renderer downloads files does not count, as long as more of them arrive', () => {
    const { run, begin, types } = aRun({ ms: 1_000, reason: 'a test' }, false);
    const downloaded = (bytes: number) => ({ type: 'loading', takeId: 'take', fetching: { bytes, of: 100 } }) as const;
    begin();
    run.handle(downloaded(10), 900);
    run.handle(downloaded(20), 1_800);
    run.handle(downloaded(20), 2_700);
    run.enforceBudget(2_800);
    expect(types()).toEqual(['render']);
    run.enforceBudget(2_801);
    expect(types()).toEqual(['render', 'cancel']);
  });

  it('[G31] keeps a result that arrives after its budget', () => {
    const { run, begin } = aRun({ ms: 100, reason: 'because' });
    begin();
    run.enforceBudget(101);
    const failed = { type: 'failed', takeId: 'take', code: 'RENDER_NAN', detail: '' } as const;
    expect(run.handle(failed, 102)).toMatchObject({ outcome: failed });
  });

  it('ends as cancelled when it is returned after a cancel', () => {
    const { run, begin } = aRun();
    begin();
    run.handle({ type: 'step', takeId: 'take', imageIndex: 0, images: 1, step: 3, steps: 4, msLeft: 1 }, 1);
    expect(run.sendCommand({ type: 'cancel', takeId: 'take' })).toBeUndefined();
    expect(run.returnTake().outcome).toEqual({ type: 'cancelled', takeId: 'take', step: 3 });
  });

  it('ignores reports of other takes', () => {
    const { run, begin } = aRun();
    begin();
    expect(run.handle({ type: 'loading', takeId: 'other' }, 1)).toBeUndefined();
    expect(run.handle({ type: 'loading', takeId: 'take' }, 1)).toBe('forward');
  });
});

describe('StallDetector', () => {
  it('[G6] allows more time when a model loads', () => {
    const watch = new StallDetector(0, 1_000);
    expect(watch.isStalled(5_000)).toBe(false);
    expect(watch.isStalled(5_001)).toBe(true);
  });

  it('[G6] allows less silence when steps arrive', () => {
    const watch = new StallDetector(0, 1_000);
    watch.recordReport(10, false);
    watch.recordReport(900, true);
    expect(watch.isStalled(5_900)).toBe(false);
    watch.recordReport(910, true);
    expect(watch.isStalled(1_910)).toBe(false);
    expect(watch.isStalled(1_911)).toBe(true);
  });

  it('[G6] allows more silence when steps are slow', () => {
    const watch = new StallDetector(0, 1_000);
    watch.recordReport(500, true);
    watch.recordReport(1_000, true);
    watch.recordReport(1_100, true);
    expect(watch.isStalled(11_100)).toBe(false);
    expect(watch.isStalled(11_101)).toBe(true);
  });
});
