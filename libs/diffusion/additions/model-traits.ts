import type { NetworkTensors } from '../checkpoint/tensors.js';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import { textEncoderSides } from '../checkpoint/text-encoder-graph.js';
import { readModelFolder } from '../model-folder/read-model-folder.js';

/** What decides which additions fit a model. Serializable as JSON. */
export interface ModelTraits {
  readonly family: 'sd1' | 'sd2' | 'sdxl' | 'other';
  /** Of the token table of each text encoder; empty for an export, whose table takes no more rows. */
  readonly textWidths: readonly number[];
  readonly latentChannels: number;
  /** Pixels of a latent cell's side. */
  readonly spatialFactor: number;
  /** Of the texts that the UNet reads. */
  readonly contextWidth?: number;
  /** Of the UNet's blocks on the way down and of its middle; unknown for an export. */
  readonly blockWidths?: readonly number[];
}

/** @throws ModelFolderError */
export async function modelTraits(dir: string): Promise<ModelTraits> {
  const [folder, checkpoint] = [await readModelFolder(dir), await readCheckpoint(dir)];
  const { latentChannels, spatialFactor } = folder.vae;
  return {
    family: folder.family,
    textWidths: checkpoint?.textEncoders.map(({ tensors }) => textEncoderSides(tensors).width) ?? [],
    latentChannels,
    spatialFactor,
    ...(folder.textWidth !== undefined && { contextWidth: folder.textWidth }),
    ...(checkpoint && { blockWidths: blockWidths(checkpoint.unet) }),
  };
}

/** Of the input and of every block on the way down, as a ControlNet adds to them, and of the middle. */
function blockWidths(unet: NetworkTensors): number[] {
  const widthOf = (path: string): number => unet.get(`${path}.weight`).shape[0] ?? 0;
  const widths = [widthOf('conv_in')];
  for (let level = 0; level < unet.count('down_blocks'); level++) {
    const block = `down_blocks.${level}`;
    for (let layer = 0; layer < unet.count(`${block}.resnets`); layer++) {
      widths.push(widthOf(`${block}.resnets.${layer}.conv2`));
    }
    if (unet.hasBelow(`${block}.downsamplers`)) widths.push(widthOf(`${block}.downsamplers.0.conv`));
  }
  return [...widths, widthOf('mid_block.resnets.0.conv2')];
}
