import { describe, expect, it } from '@jest/globals';
import type { UserView, SteerView, TakeView } from '@visionary/contract';
import {
  findTake,
  mayEndTake,
  mayPublish,
  EMPTY_TAKES,
  canvasTake,
  creditsOf,
  renderedSteps,
  withCancelled,
  withFailed,
  withOlderTakes,
  withRequeued,
  withStarted,
  withSteered,
  withTakes,
  currentPrompts,
  type Takes,
} from './takes.js';

const take = (number: number, status: TakeView['status'] = 'queued') =>
  ({ id: `t${number}`, number, status }) as TakeView;
const numbers = (takes: Takes) => takes.list.map(({ number }) => number);

describe('takes of a room', () => {
  it('are newest first and unique, for any order of events', () => {
    let takes = withTakes(EMPTY_TAKES, [take(2), take(4)], true);
    takes = withTakes(takes, [take(3), take(4, 'finished')]);
    takes = withOlderTakes(takes, { takes: [take(1), take(2, 'failed')], more: false }, 2);
    expect(numbers(takes)).toEqual([4, 3, 2, 1]);
    expect(takes.list.map(({ status }) => status)).toEqual(['finished', 'queued', 'queued', 'queued']);
    expect(takes.more).toBe(false);
  });

  it('[G80] wait again when their renderer is lost', () => {
    const started = withStarted(withTakes(EMPTY_TAKES, [take(1)]), { takeId: 't1', at: 5 });
    expect(withRequeued(started, { takeId: 't1' }).list).toEqual([take(1)]);
  });

  it('keep the gap when a take ends that is older than the loaded page', () => {
    const page = [take(7), take(6), take(5)];
    const takes = withTakes(withTakes(EMPTY_TAKES, page, true), [take(2, 'finished')]);
    expect(numbers(takes)).toEqual([7, 6, 5]);
    expect(takes.more).toBe(true);
    expect(findTake(takes, 't2')?.status).toBe('finished');
    // The page was read before the take ended.
    const next = withOlderTakes(takes, { takes: [take(4), take(3), take(2, 'rendering')], more: true }, 5);
    expect(numbers(next)).toEqual([7, 6, 5, 4, 3, 2]);
    expect(findTake(next, 't2')?.status).toBe('finished');
    expect(next.detached).toEqual([]);
  });

  it('join the list when the gap before them is loaded', () => {
    const first = withTakes(withTakes(EMPTY_TAKES, [take(7), take(6)], true), [
      take(3, 'finished'),
      take(1, 'finished'),
    ]);
    const second = withOlderTakes(first, { takes: [take(5), take(4)], more: true }, 6);
    expect(numbers(second)).toEqual([7, 6, 5, 4]);
    const last = withOlderTakes(second, { takes: [take(3), take(2), take(1)], more: false }, 4);
    expect(numbers(last)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(last.list.slice(4).map(({ status }) => status)).toEqual(['finished', 'queued', 'finished']);
  });

  it('[B272] keep the gap when an older page arrives after the room was reloaded', () => {
    const before = withTakes(EMPTY_TAKES, [take(4), take(3)], true);
    const reloaded = withTakes(EMPTY_TAKES, [take(9), take(8)], true);
    const page = { takes: [take(2), take(1)], more: false };
    expect(numbers(withOlderTakes(before, page, 3))).toEqual([4, 3, 2, 1]);
    expect(withOlderTakes(reloaded, page, 3)).toBe(reloaded);
  });

  it('[F93] list each participant once with everything they did', () => {
    const [ana, bo] = ['ana', 'bo'].map((id) => ({ id, name: id })) as [UserView, UserView];
    const steer = { by: ana, prompt: '', negative: '', image: 0, step: 3, at: 1 };
    const made = { ...take(1, 'finished'), author: ana, promptAuthors: [ana, bo] };
    const did = (more: Partial<TakeView> = {}) => creditsOf({ ...made, ...more }).map(({ parts }) => parts.join());
    expect(did()).toEqual(['rendered,wrote', 'wrote']);
    expect(did({ isOthersPrompt: true })).toEqual(['rendered', 'wrote']);
    expect(did({ steers: [steer, steer], stoppedAt: { by: bo, image: 0, step: 4 } })).toEqual([
      'rendered,wrote,steered',
      'wrote,stopped',
    ]);
  });

  it('[B162] can be published by participants and room editors, and not by visitors', () => {
    const [ana, bo] = ['ana', 'bo'].map((id) => ({ id, name: id })) as [UserView, UserView];
    const images = [{ index: 0 }] as unknown as TakeView['images'];
    const made = { ...take(1, 'finished'), author: ana, promptAuthors: [bo], images };
    const may = (id: string, mayWrite: boolean, of = made) => mayPublish(of, { id, mayWrite });
    expect(mayPublish(made, null)).toBe(false);
    expect([may('ana', false), may('bo', false), may('cy', true), may('cy', false)]).toEqual([true, true, true, false]);
    expect(may('ana', true, { ...made, status: 'rendering' })).toBe(false);
  });

  it('[B19] are ended by their author and by owners of the room only', () => {
    const rendering = { author: { id: 'ana', name: 'Ana' } };
    const may = (id: string | undefined, mayManage = false, mayWrite = true) =>
      mayEndTake(rendering, { id, mayWrite, mayManage });
    expect([may('ana'), may('bo', true)]).toEqual([true, true]);
    expect([may('bo'), may(undefined, false, false), may('ana', false, false)]).toEqual([false, false, false]);
  });

  it('keep every steer once, also when the snapshot had it already', () => {
    const steer = (prompt: string, at: number): SteerView => ({
      ...{ by: { id: 'ana', name: 'Ana' }, prompt, negative: '', image: 0, step: 3, at },
    });
    let takes = withTakes(EMPTY_TAKES, [{ ...take(1, 'rendering'), prompt: 'a fox', negative: 'blur' }]);
    const prompts = () => currentPrompts(takes.list[0]!);
    expect(prompts()).toEqual({ prompt: 'a fox', negative: 'blur' });
    for (const one of [steer('an owl', 1), steer('an owl', 1), steer('a whale', 2)]) {
      takes = withSteered(takes, { takeId: 't1', steer: one });
    }
    expect(takes.list[0]?.steers?.map(({ prompt }) => prompt)).toEqual(['an owl', 'a whale']);
    expect(prompts()).toEqual({ prompt: 'a whale', negative: '' });
  });

  it('count fewer steps with an init image, as diffusers does', () => {
    const settings = { steps: 50 } as TakeView['settings'];
    const from = (strength: number) => ({ ...settings, init: { image: { takeId: 't', index: 0 }, strength } });
    expect(renderedSteps({ settings })).toBe(50);
    expect(renderedSteps({ settings: from(0.6) })).toBe(30);
    expect(renderedSteps({ settings: from(0.58) })).toBe(28);
    expect(renderedSteps({ settings: from(1) })).toBe(50);
  });

  it('follow their events; events about takes that are not loaded change nothing', () => {
    const known = withTakes(EMPTY_TAKES, [take(1), take(2)]);
    const ana = { id: 'ana', name: 'Ana' };
    expect(withStarted(known, { takeId: 't1', at: 5 }).list[1]).toMatchObject({ status: 'rendering', startedAt: 5 });
    expect(withFailed(known, { takeId: 't2', code: 'RENDER_NAN', detail: '' }, 9).list[0]).toMatchObject({
      status: 'failed',
      failure: { code: 'RENDER_NAN' },
      endedAt: 9,
    });
    expect(withCancelled(known, { takeId: 't2', by: ana, step: 3 }, 9).list[0]).toMatchObject({
      status: 'cancelled',
      cancelled: { by: ana, step: 3 },
    });
    expect(withStarted(known, { takeId: 'gone', at: 5 })).toEqual(known);
  });

  it('show on the canvas the rendering take, else the next in the queue, else the newest worth showing', () => {
    const visible = (...all: TakeView[]) => canvasTake(withTakes(EMPTY_TAKES, all).list)?.number;
    expect(visible(take(1, 'finished'), take(2, 'rendering'), take(3, 'queued'))).toBe(2);
    expect(visible(take(1, 'finished'), take(2, 'queued'), take(3, 'queued'))).toBe(2);
    expect(visible(take(1, 'finished'), take(2, 'failed'))).toBe(2);
    expect(visible(take(1, 'finished'), take(2, 'cancelled'))).toBe(1);
    expect(visible(take(1, 'cancelled'))).toBe(1);
    expect(canvasTake([])).toBeUndefined();
    const ended = { takeId: 't2', by: { id: 'ana', name: 'Ana' }, step: 3 };
    const known = withCancelled(withTakes(EMPTY_TAKES, [take(1, 'finished'), take(2, 'rendering')]), ended, 9);
    expect(canvasTake(known.list)?.number).toBe(2);
  });
});
