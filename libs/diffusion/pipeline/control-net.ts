import { basename, dirname, join } from 'node:path';
import type { ModelFolder } from '../model-folder/model-folder.js';
import type { GraphOptions, GraphTensor } from '../sessions/graph.js';
import type { LatentFrame, LatentSize } from './latent-frame.js';
import type { Image } from './pixels.js';
import { asModelFolderError, readHeader } from '../checkpoint/checkpoint-files.js';
import { buildControlNet } from '../checkpoint/controlnet-graph.js';
import { findControlNet } from '../checkpoint/networks.js';
import { ModelFolderError } from '../errors.js';
import { builtGraph } from '../onnx/graph-source.js';
import { Graph } from '../sessions/graph.js';
import { resizePlanes } from './latent-frame.js';

/** A ControlNet and the image that it follows. */
export interface ControlUse {
  /** A `.safetensors` file. */
  readonly file: string;
  /** The image, scaled to cover a size and cropped to its center. */
  readonly imageAt: (size: LatentSize) => Promise<Image>;
  /** 0 has no effect. */
  readonly weight: number;
  /** Shares of the steps of a pass, 0 to 1, between which it applies. */
  readonly start: number;
  readonly end: number;
}

/** A loaded ControlNet with the hint of one pass. */
export interface HintedControl extends Pick<ControlUse, 'weight' | 'start' | 'end'> {
  readonly net: ControlNet;
  /** `[3,H,W]`, 0 to 1, as large as the padded latents in pixels. */
  readonly hint: GraphTensor;
}

const RESIDUAL = /^(?:down\.\d+|mid)$/;

/** A ControlNet (Zhang et al. 2023): what it adds to the UNet of its family. */
export class ControlNet {
  private constructor(
    private readonly graph: Graph,
    private readonly residuals: readonly string[],
  ) {}

  /** @throws ModelFolderError when it is no ControlNet, or the model takes none */
  static async open(path: string, folder: ModelFolder, options: GraphOptions): Promise<ControlNet> {
    const [dir, name] = [dirname(path), basename(path)];
    const { controlNetOptions } = folder;
    const expected = 'a ControlNet, and a checkpoint as the model';
    const fault = { reasonKey: 'otherKind', kind: 'controlnet' } as const;
    const tensors = findControlNet({ location: name, ...readHeader(dir, name) });
    if (!tensors || !controlNetOptions) {
      const problem = tensors ? 'the model is an export, which takes no ControlNet' : 'it is no ControlNet';
      throw new ModelFolderError('DOES_NOT_FIT', name, problem, expected, fault);
    }
    const build = () => {
      try {
        return buildControlNet(tensors, controlNetOptions);
      } catch (error) {
        throw asModelFolderError(name, error);
      }
    };
    // It has weights of its own, which LoRAs of the model do not change.
    const graph = await Graph.open(builtGraph(join(dir, 'controlnet', 'model.onnx'), dir, build), {
      threads: options.threads,
      device: options.device,
    });
    return new ControlNet(
      graph,
      graph.outputNames.filter((output) => RESIDUAL.test(output)),
    );
  }

  /** @param feeds those of the UNet. @returns what is added to it, by input */
  async predict(
    feeds: Readonly<Record<string, GraphTensor>>,
    { hint, weight }: HintedControl,
    batch: number,
  ): Promise<Record<string, GraphTensor & { readonly data: Float32Array }>> {
    const data = new Float32Array(hint.data.length * batch);
    for (let row = 0; row < batch; row++) data.set(hint.data, row * hint.data.length);
    const image = { data, dims: [batch, ...hint.dims] };
    return this.graph.runFor({ ...feeds, hint: image, scale: { data: [weight], dims: [1] } }, this.residuals);
  }

  async release(): Promise<void> {
    await this.graph.release();
  }
}

/** Opens the ControlNets of a job once for all of its images. */
export class ControlNets {
  private opened = new Map<string, Promise<ControlNet>>();

  constructor(
    private readonly folder: ModelFolder,
    private readonly options: GraphOptions,
  ) {}

  /** @throws ModelFolderError */
  async get(file: string): Promise<ControlNet> {
    const net = this.opened.get(file) ?? ControlNet.open(file, this.folder, this.options);
    this.opened.set(file, net);
    return net.catch((error: unknown) => {
      this.opened.delete(file);
      throw error;
    });
  }

  async release(): Promise<void> {
    const nets = [...this.opened.values()];
    this.opened = new Map();
    await Promise.all(nets.map(async (net) => (await net).release()));
  }
}

/** The hint of an image: its pixels in 0…1, with the padding of the latents around them. */
export function hintOf(image: Image, frame: LatentFrame, spatialFactor: number): GraphTensor {
  const { rgb, width, height } = image;
  const cells = width * height;
  const planes = new Float32Array(3 * cells);
  for (let channel = 0; channel < 3; channel++) {
    for (let cell = 0; cell < cells; cell++) planes[channel * cells + cell] = rgb[cell * 3 + channel]! / 255;
  }
  const padded = { width: frame.padded.width * spatialFactor, height: frame.padded.height * spatialFactor };
  const offset = { left: -frame.left * spatialFactor, top: -frame.top * spatialFactor };
  return { data: resizePlanes(planes, image, padded, offset), dims: [3, padded.height, padded.width] };
}

/** Whether a ControlNet applies to a step, as in AUTOMATIC1111's extension. @param share of the steps that are done */
export const isActive = (
  { start, end, weight }: Pick<ControlUse, 'weight' | 'start' | 'end'>,
  share: number,
): boolean => weight !== 0 && share >= start && share <= end;

/** The sum of what all ControlNets add, by input of the UNet. */
export async function residualsOf(
  controls: readonly HintedControl[],
  feeds: Readonly<Record<string, GraphTensor>>,
  batch: number,
): Promise<Record<string, GraphTensor>> {
  const sums: Record<string, GraphTensor & { readonly data: Float32Array }> = {};
  for (const control of controls) {
    for (const [name, residual] of Object.entries(await control.net.predict(feeds, control, batch))) {
      const sum = sums[name];
      if (!sum) sums[name] = residual;
      else for (let i = 0; i < sum.data.length; i++) sum.data[i]! += residual.data[i]!;
    }
  }
  return sums;
}
