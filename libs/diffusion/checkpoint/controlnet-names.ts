import type { Renaming } from './unet-names.js';
import { unetRenaming } from './unet-names.js';

/** Position of the first and last convolution of the hint among the layers of the original code. */
const [FIRST_HINT_LAYER, LAST_HINT_LAYER] = [0, 14];

/** From the names of the original ControlNet code to those of diffusers. @param names without prefix */
export function controlNetRenaming(names: Iterable<string>): Renaming {
  const renameUnet = unetRenaming(names);
  return (name) => renameHint(name) ?? renameOutput(name) ?? renameUnet(name);
}

/** Convolutions alternate with activations, so that every second layer has weights. */
function renameHint(name: string): string | undefined {
  const match = /^input_hint_block\.(\d+)\.(.*)$/.exec(name);
  if (!match) return undefined;
  const layer = Number(match[1]);
  const blocks: Readonly<Record<number, string>> = { [FIRST_HINT_LAYER]: 'conv_in', [LAST_HINT_LAYER]: 'conv_out' };
  return `controlnet_cond_embedding.${blocks[layer] ?? `blocks.${layer / 2 - 1}`}.${match[2]}`;
}

function renameOutput(name: string): string | undefined {
  const down = /^zero_convs\.(\d+)\.0\.(.*)$/.exec(name);
  if (down) return `controlnet_down_blocks.${down[1]}.${down[2]}`;
  const middle = /^middle_block_out\.0\.(.*)$/.exec(name);
  return middle ? `controlnet_mid_block.${middle[1]}` : undefined;
}
