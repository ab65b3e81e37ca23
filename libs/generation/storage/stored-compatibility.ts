import { checkStoredCompatibility as fitByShapes } from '@visionary/diffusion/lora-compatibility';
import type { LoraRenderMetadata, ModelRenderMetadata } from '../domain/render-metadata.js';

/**
 * Whether rendering with a LoRA is worth it, from what is kept of both: a matter of milliseconds, and the same answer as
 * their files give.
 * @param name of the LoRA, for the reason
 */
export const checkStoredCompatibility = (
  name: string,
  lora: LoraRenderMetadata,
  model: ModelRenderMetadata['modules'],
): { readonly fits: boolean; readonly reason?: string } => {
  const { fits, reason } = fitByShapes(name, lora, model);
  return reason === undefined ? { fits } : { fits, reason };
};
