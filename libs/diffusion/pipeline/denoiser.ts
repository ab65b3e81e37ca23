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

/** Texts of one model call: what a prompt and its negative prompt need. More parts of a prompt don't take more memory. */
const MAX_BATCH = 2;

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

  /**
   * @param sample `[1,C,h,w]`
   * @param texts the first of several is the negative one
   * @returns one `[1,C,h,w]` per text, in order
   */
  async predict(
    sample: Float32Array,
    timestep: number,
    texts: readonly Conditioning[],
    conditions: DenoiserConditions,
  ): Promise<Float32Array[]> {
    const fixedBatch = this.inputs.sample.shape[0];
    const predictions: Float32Array[] = [];
    while (predictions.length < texts.length) {
      const first = predictions.length;
      const batch = fixedBatch ?? Math.min(MAX_BATCH, texts.length - first);
      const rows = Array.from({ length: batch }, (_, i) => Math.min(first + i, texts.length - 1));
      const group = rows.map((row) => texts[row]!);
      const sizes = rows.flatMap((row) => sizesOf(conditions, texts.length > 1 && row === 0));
      const feeds = this.feeds(sample, timestep, group, { ...conditions, sizes });
      const residuals = await this.control(feeds, sample, batch, conditions);
      const { data } = await this.graph.run({ ...feeds, ...residuals }, this.output);
      if (data.length !== sample.length * batch) this.rejectOutput(data.length / batch, conditions.size);
      for (let i = 0; i < batch && predictions.length < texts.length; i++) {
        predictions.push(data.subarray(i * sample.length, (i + 1) * sample.length));
      }
    }
    return predictions;
  }

  /** What ControlNets add. They see the latents alone, also with an inpainting UNet. */
  private async control(
    feeds: Record<string, GraphTensor>,
    sample: Float32Array,
    batch: number,
    { controls = [], size }: DenoiserConditions,
  ): Promise<Record<string, GraphTensor>> {
    if (controls.length === 0) return {};
    const dims = [batch, this.folder.vae.latentChannels, size.height, size.width];
    return residualsOf(controls, { ...feeds, sample: { data: repeat(sample, batch), dims } }, batch);
  }

  adapt(factors: LowRankFactors): void {
    this.graph.adapt(factors);
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  /** @param conditions with the sizes of all texts, one after the other */
  private feeds(
    sample: Float32Array,
    timestep: number,
    texts: readonly Conditioning[],
    { size, sizes, guidance, inpaintingInput }: DenoiserConditions,
  ): Record<string, GraphTensor> {
    const { inputs } = this;
    const count = texts.length;
    const channels = this.folder.vae.latentChannels + inputs.extraChannels;
    const { tokens, width } = texts[0]!;
    const feeds: Record<string, GraphTensor> = {
      [inputs.sample.name]: {
        data: repeat(inpaintingInput ? concat([sample, inpaintingInput]) : sample, count),
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
      feeds[inputs.sizes.name] = { data: Float32Array.from(sizes), dims: [count, sizes.length / count] };
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

function sizesOf({ sizes, negativeSizes = sizes }: DenoiserConditions, isNegative: boolean): readonly number[] {
  return isNegative ? negativeSizes : sizes;
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
