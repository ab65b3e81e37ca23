import type { RendererStatus } from './renderers.js';

/** Whom to ask about a model: a renderer that has it in memory, else one with nothing to do, else any that is there. */
export const suitableRenderer = (renderers: readonly RendererStatus[], model: string): RendererStatus | undefined => {
  const rank = ({ state, pool }: RendererStatus): number => {
    if (pool?.entries.some(({ modelName }) => modelName === model)) return 0;
    return state === 'idle' ? 1 : 2;
  };
  return renderers
    .filter(({ state }) => state === 'idle' || state === 'rendering')
    .reduce<RendererStatus | undefined>((best, one) => (!best || rank(one) < rank(best) ? one : best), undefined);
};
