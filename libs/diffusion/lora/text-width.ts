import type { AdapterTensors } from './adapters/adapter.js';

/** Cross-attention layers of a UNet. Their text width identifies the model family. */
const CROSS_ATTENTION = /attn2[._]to_[kv](?=\.|_lora|$)/;

/** Whether a module reads texts, by its name in a file or its path in a model. */
export const readsTexts = (name: string): boolean => CROSS_ATTENTION.test(name);

/** How wide the texts are that a module of a LoRA reads, if its tensors tell. */
export function textWidth(name: string, tensors: AdapterTensors): number | undefined {
  if (!readsTexts(name)) return undefined;
  // `[rank, in]` in a LoRA, `[out, in]` in a full weight.
  const { down, hadamard1b, difference, factors } = tensors;
  const whole = (down ?? hadamard1b ?? difference ?? factors)?.shape[1];
  if (whole !== undefined) return whole;
  const { kronecker1, kronecker1b, kronecker2, kronecker2b } = tensors;
  const [outer, inner] = [kronecker1 ?? kronecker1b, kronecker2 ?? kronecker2b].map((factor) => factor?.shape[1]);
  return outer !== undefined && inner !== undefined ? outer * inner : undefined;
}
