import { parentsOf } from './tensors.js';

/** Renames a network's tensors: from a name in the file to a path in the network, or undefined for a stray tensor. */
export type Renaming = (name: string) => string | undefined;

/** A prefix of names in the original code, and what stands for it in diffusers. */
export type PrefixPair = readonly [from: string, to: string];

/** Layers outside of the blocks. */
export const OUTSIDE_BLOCKS: readonly PrefixPair[] = [
  ['time_embed.0', 'time_embedding.linear_1'],
  ['time_embed.2', 'time_embedding.linear_2'],
  ['label_emb.0.0', 'add_embedding.linear_1'],
  ['label_emb.0.2', 'add_embedding.linear_2'],
  ['input_blocks.0.0', 'conv_in'],
  ['middle_block.0', 'mid_block.resnets.0'],
  ['middle_block.1', 'mid_block.attentions.0'],
  ['middle_block.2', 'mid_block.resnets.1'],
  ['out.0', 'conv_norm_out'],
  ['out.2', 'conv_out'],
];

export const INSIDE_RESNET: readonly PrefixPair[] = [
  ['in_layers.0', 'norm1'],
  ['in_layers.2', 'conv1'],
  ['emb_layers.1', 'time_emb_proj'],
  ['out_layers.0', 'norm2'],
  ['out_layers.3', 'conv2'],
  ['skip_connection', 'conv_shortcut'],
];

/**
 * From the names of the original UNet code, which number blocks consecutively, to those of diffusers, which number
 * levels and the blocks inside. A level ends with a block that changes the size.
 * @param names of one UNet without prefix
 */
export function unetRenaming(names: Iterable<string>): Renaming {
  const parents = parentsOf(names);
  const pairs = new Map<string, string>([...OUTSIDE_BLOCKS, ...inputBlocks(parents), ...outputBlocks(parents)]);
  return (name) => {
    const segments = name.split('.');
    for (let length = Math.min(4, segments.length - 1); length > 0; length--) {
      const to = pairs.get(segments.slice(0, length).join('.'));
      if (to !== undefined) return `${to}.${insideResnet(segments.slice(length).join('.'))}`;
    }
    return undefined;
  };
}

function insideResnet(rest: string): string {
  const pair = INSIDE_RESNET.find(([from]) => rest.startsWith(`${from}.`));
  return pair ? pair[1] + rest.slice(pair[0].length) : rest;
}

function inputBlocks(parents: ReadonlySet<string>): PrefixPair[] {
  const pairs: PrefixPair[] = [];
  let [level, layer] = [0, 0];
  for (let index = 1; parents.has(`input_blocks.${index}`); index++) {
    const block = `input_blocks.${index}`;
    if (parents.has(`${block}.0.op`)) {
      pairs.push([`${block}.0.op`, `down_blocks.${level}.downsamplers.0.conv`]);
      [level, layer] = [level + 1, 0];
      continue;
    }
    pairs.push([`${block}.0`, `down_blocks.${level}.resnets.${layer}`]);
    pairs.push([`${block}.1`, `down_blocks.${level}.attentions.${layer}`]);
    layer++;
  }
  return pairs;
}

function outputBlocks(parents: ReadonlySet<string>): PrefixPair[] {
  const pairs: PrefixPair[] = [];
  let [level, layer] = [0, 0];
  for (let index = 0; parents.has(`output_blocks.${index}`); index++) {
    const block = `output_blocks.${index}`;
    pairs.push([`${block}.0`, `up_blocks.${level}.resnets.${layer}`]);
    pairs.push([`${block}.1`, `up_blocks.${level}.attentions.${layer}`]);
    layer++;
    // It follows the attention, if there is one.
    const upsampler = [`${block}.1.conv`, `${block}.2.conv`].find((path) => parents.has(path));
    if (upsampler === undefined) continue;
    pairs.push([upsampler, `up_blocks.${level}.upsamplers.0.conv`]);
    [level, layer] = [level + 1, 0];
  }
  return pairs;
}
