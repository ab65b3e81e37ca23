import { factsFit as fitByShapes } from '@visionary/diffusion/lora-fit';
import type { LoraRenderFacts, ModelRenderFacts } from '../domain/render-facts.js';

/**
 * Whether rendering with a LoRA is worth it, from what is kept of both: a matter of milliseconds, and the same answer as
 * their files give.
 * @param name of the LoRA, for the reason
 */
export const factsFit = (
  name: string,
  lora: LoraRenderFacts,
  model: ModelRenderFacts['modules'],
): { readonly fits: boolean; readonly reason?: string } => {
  const { fits, reason } = fitByShapes(name, lora, model);
  return reason === undefined ? { fits } : { fits, reason };
};
