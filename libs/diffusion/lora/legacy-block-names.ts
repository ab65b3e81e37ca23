/** A prefix of UNet paths and its legacy equivalent. */
interface Renaming {
  readonly old: string;
  readonly modern: string;
}

/** Layers outside of the blocks. */
const OUTSIDE: readonly Renaming[] = [
  { old: 'time_embed.0', modern: 'time_embedding.linear_1' },
  { old: 'time_embed.2', modern: 'time_embedding.linear_2' },
  { old: 'label_emb.0.0', modern: 'add_embedding.linear_1' },
  { old: 'label_emb.0.2', modern: 'add_embedding.linear_2' },
  { old: 'input_blocks.0.0', modern: 'conv_in' },
  { old: 'out.2', modern: 'conv_out' },
  { old: 'middle_block.0', modern: 'mid_block.resnets.0' },
  { old: 'middle_block.1', modern: 'mid_block.attentions.0' },
  { old: 'middle_block.2', modern: 'mid_block.resnets.1' },
];

const INSIDE_RESNET: readonly Renaming[] = [
  { old: 'in_layers.2', modern: 'conv1' },
  { old: 'emb_layers.1', modern: 'time_emb_proj' },
  { old: 'out_layers.3', modern: 'conv2' },
  { old: 'skip_connection', modern: 'conv_shortcut' },
];

/**
 * Legacy names of UNet layers from the original Stable Diffusion code, which SDXL LoRAs often use. They number blocks
 * consecutively from input to middle and from there to output.
 * @param paths modern paths of one UNet, which determine the layers per block
 * @returns modern path by legacy path
 */
export function legacyBlockNames(paths: readonly string[]): Map<string, string> {
  const renamings = [...OUTSIDE, ...inputBlocks(paths), ...outputBlocks(paths)];
  const byOld = new Map<string, string>();
  for (const path of paths) {
    const found = renamings.find(({ modern }) => path === modern || path.startsWith(`${modern}.`));
    if (found) byOld.set(found.old + oldInside(path.slice(found.modern.length)), path);
  }
  return byOld;
}

function oldInside(rest: string): string {
  const found = INSIDE_RESNET.find(({ modern }) => rest === `.${modern}`);
  return found ? `.${found.old}` : rest;
}

function inputBlocks(paths: readonly string[]): Renaming[] {
  const all: Renaming[] = [];
  let at = 1;
  for (let block = 0; block < count(paths, 'down_blocks'); block++) {
    const modern = `down_blocks.${block}`;
    for (let layer = 0; layer < count(paths, `${modern}.resnets`); layer++, at++) {
      all.push({ old: `input_blocks.${at}.0`, modern: `${modern}.resnets.${layer}` });
      all.push({ old: `input_blocks.${at}.1`, modern: `${modern}.attentions.${layer}` });
    }
    if (count(paths, `${modern}.downsamplers`) === 0) continue;
    all.push({ old: `input_blocks.${at}.0.op`, modern: `${modern}.downsamplers.0.conv` });
    at++;
  }
  return all;
}

function outputBlocks(paths: readonly string[]): Renaming[] {
  const all: Renaming[] = [];
  let at = 0;
  for (let block = 0; block < count(paths, 'up_blocks'); block++) {
    const modern = `up_blocks.${block}`;
    for (let layer = 0; layer < count(paths, `${modern}.resnets`); layer++, at++) {
      all.push({ old: `output_blocks.${at}.0`, modern: `${modern}.resnets.${layer}` });
      all.push({ old: `output_blocks.${at}.1`, modern: `${modern}.attentions.${layer}` });
    }
    if (count(paths, `${modern}.upsamplers`) === 0) continue;
    const place = count(paths, `${modern}.attentions`) > 0 ? 2 : 1;
    all.push({ old: `output_blocks.${at - 1}.${place}.conv`, modern: `${modern}.upsamplers.0.conv` });
  }
  return all;
}

/** Number of indexed children below this prefix. */
function count(paths: readonly string[], start: string): number {
  const numbers = paths
    .filter((path) => path.startsWith(`${start}.`))
    .map((path) => parseInt(path.slice(start.length + 1)));
  return numbers.reduce((most, number) => Math.max(most, number + 1), 0);
}
