import { modelMemoryKey } from './memory-key.js';
import type { RendererCaches } from './scheduling-policy.js';
import type { RendererStatus } from './renderers.js';

/** Which takes render, as far as their memory matters. */
interface Rendering {
  readonly id: string;
  readonly memoryKey: string;
}

/** Memory keys of what a renderer holds, the most recently used first; what it loads for its take counts already. */
export const loadedKeysOf = ({ pool, turn }: RendererStatus, running: readonly Rendering[]): string[] => {
  const loading = running.find(({ id }) => id === turn?.takeId)?.memoryKey;
  const keys = (pool?.entries ?? []).map(({ modelName, loras }) => modelMemoryKey(modelName, loras));
  return loading === undefined ? keys : [loading, ...keys.filter((key) => key !== loading)];
};

/** As the renderer `id` sees its own memory and the others'. */
export const cachesSeenBy = (
  id: string,
  renderers: readonly RendererStatus[],
  running: readonly Rendering[],
): RendererCaches => {
  const mine = renderers.find((renderer) => renderer.id === id);
  const others = renderers.filter((renderer) => renderer.id !== id && renderer.state !== 'unavailable');
  return {
    own: mine ? loadedKeysOf(mine, running) : [],
    others: others.map((other) => ({ loadedKeys: loadedKeysOf(other, running), idleSince: other.idleSince })),
  };
};

/** Whom the line would give a take with these needs: who holds the model, else who has nothing to do, else anybody. */
export const preferredRenderer = (needs: string, renderers: readonly RendererStatus[]): RendererStatus | undefined => {
  const rank = (renderer: RendererStatus): number => {
    if (loadedKeysOf(renderer, []).includes(needs)) return 0;
    return renderer.state === 'idle' ? 1 : 2;
  };
  const there = renderers.filter(({ state }) => state === 'idle' || state === 'rendering');
  return there.sort((a, b) => rank(a) - rank(b))[0];
};
