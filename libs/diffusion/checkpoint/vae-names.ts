import type { Renaming } from './unet-names.js';
import { parentsOf } from './tensors.js';

/** Names of the original code and of diffusers before attention had one form. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\.mid\.block_1\./, '.mid_block.resnets.0.'],
  [/\.mid\.block_2\./, '.mid_block.resnets.1.'],
  [/\.mid\.attn_1\./, '.mid_block.attentions.0.'],
  [/(attentions\.0)\.norm\./, '$1.group_norm.'],
  [/(attentions\.0)\.(q|query)\./, '$1.to_q.'],
  [/(attentions\.0)\.(k|key)\./, '$1.to_k.'],
  [/(attentions\.0)\.(v|value)\./, '$1.to_v.'],
  [/(attentions\.0)\.(proj_out|proj_attn)\./, '$1.to_out.0.'],
  [/\.norm_out\./, '.conv_norm_out.'],
  [/\.nin_shortcut\./, '.conv_shortcut.'],
  [/\.down\.(\d+)\.block\./, '.down_blocks.$1.resnets.'],
  [/\.down\.(\d+)\.downsample\./, '.down_blocks.$1.downsamplers.0.'],
];

/**
 * From the names of the original autoencoder code, whose decoder counts its levels backwards, to those of diffusers.
 * @param names of one autoencoder without prefix
 */
export function vaeRenaming(names: Iterable<string>): Renaming {
  const parents = parentsOf(names);
  let levels = 0;
  while (parents.has(`decoder.up.${levels}`)) levels++;
  const upBlock = (level: string) => `.up_blocks.${levels - 1 - Number(level)}`;
  return (name) =>
    REPLACEMENTS.reduce((path, [from, to]) => path.replace(from, to), name)
      .replace(/\.up\.(\d+)\.block\./, (_, level: string) => `${upBlock(level)}.resnets.`)
      .replace(/\.up\.(\d+)\.upsample\./, (_, level: string) => `${upBlock(level)}.upsamplers.0.`);
}
