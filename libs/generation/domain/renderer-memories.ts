import { memoryKeyOf } from './memory-key.js';
import type { RendererMemories } from './queue-order.js';
import type { RendererStatus } from './renderers.js';

/** Which takes render, as far as their memory matters. */
interface Rendering {
  readonly id: string;
  readonly needs: string;
}

/** Memory keys of what a renderer holds, the most recently used first; what it loads for its take counts already. */
export const heldBy = ({ pool, turn }: RendererStatus, running: readonly Rendering[]): string[] => {
  const loading = running.find(({ id }) => id === turn?.takeId)?.needs;
  const keys = (pool?.entries ?? []).map(({ modelName, loras }) => memoryKeyOf(modelName, loras));
  return loading === undefined ? keys : [loading, ...keys.filter((key) => key !== loading)];
};

/** As the renderer `id` sees its own memory and the others'. */
export const memoriesOf = (
  id: string,
  renderers: readonly RendererStatus[],
  running: readonly Rendering[],
): RendererMemories => {
  const mine = renderers.find((renderer) => renderer.id === id);
  const others = renderers.filter((renderer) => renderer.id !== id && renderer.state !== 'away');
  return {
    mine: mine ? heldBy(mine, running) : [],
    others: others.map((other) => ({ holds: heldBy(other, running), idleSince: other.idleSince })),
  };
};

/** Whom the line would give a take with these needs: who holds the model, else who has nothing to do, else anybody. */
export const rendererFor = (needs: string, renderers: readonly RendererStatus[]): RendererStatus | undefined => {
  const rank = (renderer: RendererStatus): number => {
    if (heldBy(renderer, []).includes(needs)) return 0;
    return renderer.state === 'idle' ? 1 : 2;
  };
  const there = renderers.filter(({ state }) => state === 'idle' || state === 'rendering');
  return there.sort((a, b) => rank(a) - rank(b))[0];
};
