import { isInMemory, loadedMemoryKey } from './loras.js';
import type { RendererStatus } from './renderers.js';
import type { RendererCaches } from './scheduling-policy.js';

interface LoadingTake {
  readonly id: string;
  readonly memoryKey: string;
}

/** Memory keys of a renderer's pool, most recently used first. A model that is being loaded counts as loaded. */
export const loadedKeysOf = ({ pool, attempt }: RendererStatus, running: readonly LoadingTake[]): string[] => {
  const loading = running.find(({ id }) => id === attempt?.takeId)?.memoryKey;
  const keys = (pool?.entries ?? []).map(loadedMemoryKey);
  return loading === undefined ? keys : [loading, ...keys.filter((key) => key !== loading)];
};

/** The pools of the renderer `id` and of all others that are available. */
export const cachesSeenBy = (
  id: string,
  renderers: readonly RendererStatus[],
  running: readonly LoadingTake[],
): RendererCaches => {
  const own = renderers.find((renderer) => renderer.id === id);
  const others = renderers.filter((renderer) => renderer.id !== id && renderer.state !== 'unavailable');
  return {
    own: own ? loadedKeysOf(own, running) : [],
    others: others.map((other) => ({ loadedKeys: loadedKeysOf(other, running), idleSince: other.idleSince })),
  };
};

/** Whether a renderer may claim takes of a model. A model that no renderer has fails on any of them, with a reason. */
export const canRender = (id: string, renderers: readonly RendererStatus[], model: string): boolean => {
  const holders = renderers.filter(({ state, models }) => state !== 'unavailable' && (models?.includes(model) ?? true));
  return holders.length === 0 || holders.some((holder) => holder.id === id);
};

/** The renderer of this instance that the queue would choose: one with the model and LoRAs loaded, else an idle one, else any. */
export const preferredRenderer = (
  memoryKey: string,
  renderers: readonly RendererStatus[],
): RendererStatus | undefined =>
  firstByLoaded(renderers, (renderer) => isInMemory(loadedKeysOf(renderer, []), memoryKey));

/** The renderer of this instance to ask about a model: one with the model loaded with any LoRAs, else an idle one, else any. */
export const suitableRenderer = (renderers: readonly RendererStatus[], model: string): RendererStatus | undefined =>
  firstByLoaded(renderers, ({ pool }) => pool?.entries.some(({ modelName }) => modelName === model) ?? false);

const firstByLoaded = (
  renderers: readonly RendererStatus[],
  isLoaded: (renderer: RendererStatus) => boolean,
): RendererStatus | undefined => {
  const rank = (renderer: RendererStatus): number => {
    if (isLoaded(renderer)) return 0;
    return renderer.state === 'idle' ? 1 : 2;
  };
  return renderers
    .filter(({ state, lender }) => !lender && (state === 'idle' || state === 'rendering'))
    .sort((a, b) => rank(a) - rank(b))[0];
};
