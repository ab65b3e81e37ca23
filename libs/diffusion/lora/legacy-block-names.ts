/** A prefix of UNet paths and its legacy equivalent. */
interface Renaming {
  readonly legacy: string;
  readonly modern: string;
}

/** Layers outside of the blocks. */
const OUTSIDE: readonly Renaming[] = [
  { legacy: 'time_embed.0', modern: 'time_embedding.linear_1' },
  { legacy: 'time_embed.2', modern: 'time_embedding.linear_2' },
  { legacy: 'label_emb.0.0', modern: 'add_embedding.linear_1' },
  { legacy: 'label_emb.0.2', modern: 'add_embedding.linear_2' },
  { legacy: 'input_blocks.0.0', modern: 'conv_in' },
  { legacy: 'out.0', modern: 'conv_norm_out' },
  { legacy: 'out.2', modern: 'conv_out' },
  { legacy: 'middle_block.0', modern: 'mid_block.resnets.0' },
  { legacy: 'middle_block.1', modern: 'mid_block.attentions.0' },
  { legacy: 'middle_block.2', modern: 'mid_block.resnets.1' },
];

const INSIDE_RESNET: readonly Renaming[] = [
  { legacy: 'in_layers.0', modern: 'norm1' },
  { legacy: 'in_layers.2', modern: 'conv1' },
  { legacy: 'emb_layers.1', modern: 'time_emb_proj' },
  { legacy: 'out_layers.0', modern: 'norm2' },
  { legacy: 'out_layers.3', modern: 'conv2' },
  { legacy: 'skip_connection', modern: 'conv_shortcut' },
];

/**
 * Legacy names of UNet layers from the original Stable Diffusion code, which SDXL LoRAs often use. They number blocks
 * consecutively from input to middle and from there to output.
 * @param paths modern paths of one UNet, which determine the layers per block
 * @returns modern path by legacy path
 */
export function legacyBlockNames(paths: readonly string[]): Map<string, string> {
  const renamings = [...OUTSIDE, ...inputBlocks(paths), ...outputBlocks(paths)];
  const byLegacyName = new Map<string, string>();
  for (const path of paths) {
    const renaming = renamings.find(({ modern }) => path === modern || path.startsWith(`${modern}.`));
    if (renaming) byLegacyName.set(renaming.legacy + legacyInside(path.slice(renaming.modern.length)), path);
  }
  return byLegacyName;
}

function legacyInside(rest: string): string {
  const renaming = INSIDE_RESNET.find(({ modern }) => rest === `.${modern}`);
  return renaming ? `.${renaming.legacy}` : rest;
}

function inputBlocks(paths: readonly string[]): Renaming[] {
  const renamings: Renaming[] = [];
  let legacyIndex = 1;
  for (let block = 0; block < countChildren(paths, 'down_blocks'); block++) {
    const modern = `down_blocks.${block}`;
    for (let layer = 0; layer < countChildren(paths, `${modern}.resnets`); layer++, legacyIndex++) {
      renamings.push({ legacy: `input_blocks.${legacyIndex}.0`, modern: `${modern}.resnets.${layer}` });
      renamings.push({ legacy: `input_blocks.${legacyIndex}.1`, modern: `${modern}.attentions.${layer}` });
    }
    if (countChildren(paths, `${modern}.downsamplers`) === 0) continue;
    renamings.push({ legacy: `input_blocks.${legacyIndex}.0.op`, modern: `${modern}.downsamplers.0.conv` });
    legacyIndex++;
  }
  return renamings;
}

function outputBlocks(paths: readonly string[]): Renaming[] {
  const renamings: Renaming[] = [];
  let legacyIndex = 0;
  for (let block = 0; block < countChildren(paths, 'up_blocks'); block++) {
    const modern = `up_blocks.${block}`;
    for (let layer = 0; layer < countChildren(paths, `${modern}.resnets`); layer++, legacyIndex++) {
      renamings.push({ legacy: `output_blocks.${legacyIndex}.0`, modern: `${modern}.resnets.${layer}` });
      renamings.push({ legacy: `output_blocks.${legacyIndex}.1`, modern: `${modern}.attentions.${layer}` });
    }
    if (countChildren(paths, `${modern}.upsamplers`) === 0) continue;
    const position = countChildren(paths, `${modern}.attentions`) > 0 ? 2 : 1;
    renamings.push({
      legacy: `output_blocks.${legacyIndex - 1}.${position}.conv`,
      modern: `${modern}.upsamplers.0.conv`,
    });
  }
  return renamings;
}

/** Number of indexed children below this prefix. */
function countChildren(paths: readonly string[], prefix: string): number {
  const numbers = paths
    .filter((path) => path.startsWith(`${prefix}.`))
    .map((path) => parseInt(path.slice(prefix.length + 1)));
  return numbers.reduce((max, number) => Math.max(max, number + 1), 0);
}
