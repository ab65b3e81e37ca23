import type { ModelFolder } from '../model-folder/model-folder.js';
import type { Conditioning } from '../prompt/conditioning.js';
import type { GraphOptions, GraphTensor } from '../sessions/graph.js';
import type { LowRankFactors } from '../sessions/low-rank-tensors.js';
import type { DenoiserInputs } from './denoiser-inputs.js';
import type { LatentSize } from './latent-frame.js';
import { type HintedControl, residualsOf } from './control-net.js';
import { ModelFolderError, RenderError } from '../errors.js';
import type { FileFaultReason } from '../fault.js';
import { findOutput } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';
import { readDenoiserInputs } from './denoiser-inputs.js';
import { guidanceEmbedding } from './guidance.js';

/** Inputs that are constant during a run. */
export interface DenoiserConditions {
  /** Size of the sample in latent cells. */
  readonly size: LatentSize;
  /** SDXL: original size, crop, and target size in pixels, height first. */
  readonly sizes: readonly number[];
  /** Those of the negative text, if they differ. */
  readonly negativeSizes?: readonly number[];
  readonly guidance: number;
  /** Those that apply to this call. */
  readonly controls?: readonly HintedControl[];
  /** `[1,extraChannels,h,w]` for inpainting UNets. */
  readonly inpaintingInput?: Float32Array;
}

/** Width of the guidance embedding when neither graph nor config has it. */
const GUIDANCE_WIDTH = 256;

/** Texts of an image in one model call: what a prompt and its negative prompt need. More parts of a prompt don't take more memory. */
const MAX_TEXTS = 2;

/** One step of an image. */
export interface NoisyImage {
  /** `[1,C,h,w]` */
  readonly sample: Float32Array;
  /** The first of several is the negative one. */
  readonly texts: readonly Conditioning[];
}

/** @returns one `[1,C,h,w]` per text, in order */
export type Predict = (
  sample: Float32Array,
  timestep: number,
  texts: readonly Conditioning[],
  conditions: DenoiserConditions,
) => Promise<Float32Array[]>;

/** A row of a batch. */
interface Row {
  readonly sample: Float32Array;
  readonly text: Conditioning;
  readonly isNegative: boolean;
}

/** The UNet: predicts from noisy latents, a timestep, and encoded texts; one prediction per text. */
export class Denoiser {
  private constructor(
    private readonly graph: Graph,
    private readonly inputs: DenoiserInputs,
    private readonly output: string,
    private readonly folder: ModelFolder,
  ) {}

  /** @throws ModelFolderError; then nothing stays loaded */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<Denoiser> {
    return Graph.openAs(
      folder.graphs.unet,
      options,
      (graph) => new Denoiser(graph, readDenoiserInputs(graph, folder), findOutput(graph, 'out_sample'), folder),
    );
  }

  get hasFusedAttention(): boolean {
    return this.graph.hasFusedAttention;
  }

  get isHalf(): boolean {
    return this.graph.isHalf;
  }

  /** Input channels beyond the latents: 0, or mask and masked image of an inpainting UNet. */
  get extraChannels(): number {
    return this.inputs.extraChannels;
  }

  /** Guidance-distilled models take the guidance scale as an input and need no negative pass. */
  get isGuidanceDistilled(): boolean {
    return this.inputs.guidance !== undefined;
  }

  /**
   * @throws ModelFolderError DOES_NOT_FIT when the text width doesn't match; RenderError RENDER_OUT_OF_RANGE when the
   * text exceeds the fixed length of the export
   */
  requireText({ width, tokens, pooled }: Conditioning): void {
    const expected = 'parts of one and the same export';
    const expectedWidth = this.inputs.text.shape[2] ?? this.folder.textWidth;
    if (expectedWidth !== undefined && expectedWidth !== width) {
      const problem = `it reads texts ${expectedWidth} wide, and text_encoder gives ${width}`;
      const fault = {
        reasonKey: 'dimensionMismatch',
        name: 'text_encoder',
        length: width,
        expected: expectedWidth,
      } as const;
      throw new ModelFolderError('DOES_NOT_FIT', this.graph.file, problem, expected, fault);
    }
    const length = this.inputs.text.shape[1];
    if (length !== undefined && length !== tokens) {
      const problem = `this model was exported for texts of ${length} tokens, and this prompt takes ${tokens}`;
      throw new RenderError('RENDER_OUT_OF_RANGE', `${problem}: shorten it`);
    }
    if (!this.inputs.pooled) return;
    const pooledWidth = this.inputs.pooled.shape[1] ?? pooled?.length;
    if (pooled && pooled.length === pooledWidth) return;
    const problem = pooled
      ? `it reads whole texts ${pooledWidth} wide, and text_encoder_2 gives ${pooled.length}`
      : 'it reads whole texts (text_embeds), and no text encoder gives them';
    throw new ModelFolderError(
      'DOES_NOT_FIT',
      this.graph.file,
      problem,
      expected,
      pooledFault(pooled?.length, pooledWidth),
    );
  }

  /** @throws RenderError RENDER_OUT_OF_RANGE when the graph was exported for another size */
  requireSize(size: LatentSize): void {
    const [, , height, width] = this.inputs.sample.shape;
    if ((height ?? size.height) === size.height && (width ?? size.width) === size.width) return;
    const pixels = this.folder.vae.spatialFactor;
    const expectedSize = `${(width ?? size.width) * pixels}x${(height ?? size.height) * pixels}`;
    throw new RenderError('RENDER_OUT_OF_RANGE', `this model was exported for ${expectedSize} pixels only`);
  }

  /** Whether it predicts several images at once. */
  get takesBatches(): boolean {
    return this.inputs.sample.shape[0] === undefined;
  }

  /** @see Predict */
  async predict(...[sample, timestep, texts, conditions]: Parameters<Predict>): Promise<Float32Array[]> {
    return (await this.predictAll([{ sample, texts }], timestep, conditions))[0]!;
  }

  /**
   * Predicts the same step of several images, which have as many texts of the same length.
   * @returns for each image one `[1,C,h,w]` per text, in order
   */
  async predictAll(
    images: readonly NoisyImage[],
    timestep: number,
    conditions: DenoiserConditions,
  ): Promise<Float32Array[][]> {
    const predictions = images.map((): Float32Array[] => []);
    const count = images[0]!.texts.length;
    for (let first = 0; first < count;) {
      const perImage = this.inputs.sample.shape[0] ?? Math.min(MAX_TEXTS, count - first);
      const rows = images.flatMap((image) => rowsOf(image, first, perImage));
      const outputs = await this.predictRows(rows, timestep, conditions);
      for (const [i, ofImage] of predictions.entries()) {
        ofImage.push(...outputs.slice(i * perImage, i * perImage + Math.min(perImage, count - first)));
      }
      first += perImage;
    }
    return predictions;
  }

  private async predictRows(
    rows: readonly Row[],
    timestep: number,
    conditions: DenoiserConditions,
  ): Promise<Float32Array[]> {
    const feeds = this.feeds(rows, timestep, conditions);
    const residuals = await this.control(feeds, rows, conditions);
    const { data } = await this.graph.run({ ...feeds, ...residuals }, this.output);
    const { length } = rows[0]!.sample;
    if (data.length !== length * rows.length) this.rejectOutput(data.length / rows.length, conditions.size);
    return rows.map((_, i) => data.subarray(i * length, (i + 1) * length));
  }

  /** What ControlNets add. They see the latents alone, also with an inpainting UNet. */
  private async control(
    feeds: Record<string, GraphTensor>,
    rows: readonly Row[],
    { controls = [], size }: DenoiserConditions,
  ): Promise<Record<string, GraphTensor>> {
    if (controls.length === 0) return {};
    const dims = [rows.length, this.folder.vae.latentChannels, size.height, size.width];
    const sample = { data: concat(rows.map((row) => row.sample)), dims };
    return residualsOf(controls, { ...feeds, sample }, rows.length);
  }

  adapt(factors: LowRankFactors): void {
    this.graph.adapt(factors);
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  private feeds(
    rows: readonly Row[],
    timestep: number,
    { size, sizes, negativeSizes = sizes, guidance, inpaintingInput }: DenoiserConditions,
  ): Record<string, GraphTensor> {
    const { inputs } = this;
    const texts = rows.map(({ text }) => text);
    const count = rows.length;
    const channels = this.folder.vae.latentChannels + inputs.extraChannels;
    const { tokens, width } = texts[0]!;
    const feeds: Record<string, GraphTensor> = {
      [inputs.sample.name]: {
        data: concat(rows.flatMap(({ sample }) => (inpaintingInput ? [sample, inpaintingInput] : [sample]))),
        dims: [count, channels, size.height, size.width],
      },
      [inputs.timestep.name]: this.timestepTensor(timestep, count),
      [inputs.text.name]: { data: concat(texts.map(({ data }) => data)), dims: [count, tokens, width] },
    };
    if (inputs.pooled) {
      const pooled = texts.map((text) => text.pooled!);
      feeds[inputs.pooled.name] = { data: concat(pooled), dims: [count, pooled[0]!.length] };
    }
    if (inputs.sizes) {
      const all = rows.flatMap(({ isNegative }) => (isNegative ? negativeSizes : sizes));
      feeds[inputs.sizes.name] = { data: Float32Array.from(all), dims: [count, sizes.length] };
    }
    if (inputs.guidance) {
      const embeddingWidth = inputs.guidance.shape[1] ?? this.folder.guidanceWidth ?? GUIDANCE_WIDTH;
      feeds[inputs.guidance.name] = {
        data: repeat(guidanceEmbedding(guidance, embeddingWidth), count),
        dims: [count, embeddingWidth],
      };
    }
    return feeds;
  }

  /** A scalar, one value for the whole batch, or one per batch row, as the graph requires. */
  private timestepTensor(timestep: number, batch: number): GraphTensor {
    const { shape } = this.inputs.timestep;
    if (shape.length === 0) return { data: [timestep], dims: [] };
    const count = shape[0] === batch ? batch : 1;
    return { data: Array.from({ length: count }, () => timestep), dims: [count] };
  }

  private rejectOutput(length: number, size: LatentSize): never {
    const channels = length / (size.width * size.height);
    const problem = `it gives ${channels} channels where the VAE has ${this.folder.vae.latentChannels}`;
    throw new ModelFolderError(
      'DOES_NOT_FIT',
      this.graph.file,
      problem,
      'a UNet that predicts noise, velocity or x0 only',
      {
        reasonKey: 'dimensionMismatch',
        name: 'out_sample',
        length: channels,
        expected: this.folder.vae.latentChannels,
      },
    );
  }
}

/** @param count rows; the last text is repeated where the graph asks for more than are left */
function rowsOf({ sample, texts }: NoisyImage, first: number, count: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const at = Math.min(first + i, texts.length - 1);
    return { sample, text: texts[at]!, isNegative: texts.length > 1 && at === 0 };
  });
}

function repeat(values: Float32Array, times: number): Float32Array {
  return concat(Array.from({ length: times }, () => values));
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function pooledFault(length: number | undefined, expected: number | undefined): FileFaultReason {
  if (length === undefined || expected === undefined) return { reasonKey: 'outputMissing', name: 'text_embeds' };
  return { reasonKey: 'dimensionMismatch', name: 'text_embeds', length, expected };
}
