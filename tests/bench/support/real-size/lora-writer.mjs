import { readPatchableGraphs } from '../../../../dist/libs/diffusion/lora/model-tables.js';
import { writeCheckpoint } from './checkpoint-writer.mjs';

const RANK = 16;
const PREFIXES = { unet: 'lora_unet_', text_encoder: 'lora_te_', text_encoder_2: 'lora_te2_' };

/** Writes a LoRA with noise for all matrices of attention and perceptrons, as most LoRAs have. */
export async function writeLora(path, checkpoint) {
  const tensors = new Map();
  for (const [part, { targets }] of await readPatchableGraphs(checkpoint, Object.keys(PREFIXES))) {
    for (const { path: layer, weight } of targets) {
      const [out, into, ...kernel] = weight.dims;
      if (!into || kernel.length > 0 || !/attentions|self_attn|mlp/.test(layer)) continue;
      const module = PREFIXES[part] + layer.replaceAll('.', '_');
      tensors.set(`${module}.lora_down.weight`, [RANK, into]);
      tensors.set(`${module}.lora_up.weight`, [out, RANK]);
    }
  }
  writeCheckpoint(path, tensors);
}
