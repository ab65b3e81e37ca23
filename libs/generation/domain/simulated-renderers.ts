import type { LoadTimes } from './load-times.js';
import { loadedKeysOf } from './renderer-caches.js';
import type { RendererStatus } from './renderers.js';
import type { RunningTake } from './take-queue.js';

/** A renderer in an imagined future. */
export interface PlannedRenderer {
  /** From now. */
  freeInMs: number;
  /** False where a take before was never measured: then the time is a guess and good for the order alone. */
  isMeasured: boolean;
  /** Memory keys, the most recently used first. */
  holds: readonly string[];
  readonly budgetBytes: number;
}

/** A take of unknown length counts for so long where the order needs to know. */
const GUESS_MS = 30_000;

/** The renderers as they are now; running takes nobody is known to render have one each. */
export const planRenderers = (
  renderers: readonly RendererStatus[],
  running: readonly RunningTake[],
  left: (take: RunningTake) => number | undefined,
): PlannedRenderer[] => {
  const known = renderers.filter(({ state }) => state !== 'unavailable');
  const planned = known.map((renderer): PlannedRenderer => {
    const take = running.find(({ id }) => id === renderer.turn?.takeId);
    return {
      ...freeIn(take ? left(take) : 0),
      holds: loadedKeysOf(renderer, running),
      budgetBytes: renderer.pool?.budgetBytes ?? Infinity,
    };
  });
  const others = running.filter(({ id }) => !known.some(({ turn }) => turn?.takeId === id));
  const unknown = others.map((take) => ({ ...freeIn(left(take)), holds: [take.memoryKey], budgetBytes: Infinity }));
  const all = [...planned, ...unknown];
  return all.length > 0 ? all : [{ ...freeIn(0), holds: [], budgetBytes: Infinity }];
};

const freeIn = (ms: number | undefined): Pick<PlannedRenderer, 'freeInMs' | 'isMeasured'> => ({
  freeInMs: ms ?? GUESS_MS,
  isMeasured: ms !== undefined,
});

/**
 * The renderer does a take: loads what it needs where it has not got it, which may push out what was unused longest.
 * @param renderMs undefined where it was never measured
 */
export const useRenderer = (
  renderer: PlannedRenderer,
  needs: string,
  renderMs: number | undefined,
  loads: LoadTimes,
): void => {
  const loadMs = renderer.holds.includes(needs) ? 0 : (loads.loadMs(needs) ?? 0);
  const holds = [needs, ...renderer.holds.filter((key) => key !== needs)];
  const bytes = () => holds.reduce((sum, key) => sum + (loads.bytes(key) ?? 0), 0);
  while (holds.length > 1 && bytes() > renderer.budgetBytes) holds.pop();
  renderer.holds = holds;
  renderer.freeInMs += loadMs + (renderMs ?? GUESS_MS);
  renderer.isMeasured &&= renderMs !== undefined;
};
