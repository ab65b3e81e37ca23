import { INSIDE_RESNET, OUTSIDE_BLOCKS } from '../checkpoint/unet-names.js';

/** A prefix of UNet paths and its legacy equivalent. */
interface Renaming {
  readonly legacy: string;
  readonly modern: string;
}

/**
 * Legacy names of UNet layers from the original Stable Diffusion code, which SDXL LoRAs often use. They number blocks
 * consecutively from input to middle and from there to output.
 * @param paths modern paths of one UNet, which determine the layers per block
 * @returns modern path by legacy path
 */
export function legacyBlockNames(paths: readonly string[]): Map<string, string> {
  const outside = OUTSIDE_BLOCKS.map(([legacy, modern]) => ({ legacy, modern }));
  const renamings = [...outside, ...inputBlocks(paths), ...outputBlocks(paths)];
  const byLegacyName = new Map<string, string>();
  for (const path of paths) {
    const renaming = renamings.find(({ modern }) => path === modern || path.startsWith(`${modern}.`));
    if (renaming) byLegacyName.set(renaming.legacy + legacyInside(path.slice(renaming.modern.length)), path);
  }
  return byLegacyName;
}

function legacyInside(rest: string): string {
  const pair = INSIDE_RESNET.find(([, modern]) => rest === `.${modern}`);
  return pair ? `.${pair[0]}` : rest;
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
