import type { RendererStatus } from './renderers.js';

/** Whether a renderer has a model on its machine. One that nobody has is anybody's: then the take fails, and says why. */
export const canRender = (id: string, renderers: readonly RendererStatus[], model: string): boolean => {
  const holders = renderers.filter(({ state, models }) => state !== 'unavailable' && (models?.includes(model) ?? true));
  return holders.length === 0 || holders.some((holder) => holder.id === id);
};
