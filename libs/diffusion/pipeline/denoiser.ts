import type { ModelFolder } from '../model-folder/model-folder.js';
import type { Conditioning } from '../prompt/conditioning.js';
import type { GraphInput, GraphOptions } from '../sessions/graph.js';
import { ModelFolderError, RenderError } from '../errors.js';
import { findInput, findOutput, refuseOtherInputs, requireSide } from '../sessions/graph-fit.js';
import { Graph } from '../sessions/graph.js';

/** Width and height in latent cells. */
export interface LatentSize {
  readonly width: number;
  readonly height: number;
}

interface DenoiserInputs {
  readonly sample: GraphInput;
  readonly timestep: GraphInput;
  readonly text: GraphInput;
}

/** The UNet: noisy latents, a timestep and encoded texts to its prediction, one for each text. */
export class Denoiser {
  private constructor(
    private readonly graph: Graph,
    private readonly inputs: DenoiserInputs,
    private readonly output: string,
    private readonly channels: number,
    /** Cells a side must be a multiple of to pass all its halvings, where the config tells. */
    private readonly halvings: number,
  ) {}

  /** @throws ModelFolderError */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<Denoiser> {
    const graph = await Graph.open(folder.graphs.unet, options);
    const sample = findInput(graph, 'sample', 4);
    const text = findInput(graph, 'encoder_hidden_states', 3);
    const timestep = findTimestep(graph);
    refuseOtherInputs(graph, [sample, timestep, text]);
    const channels = folder.vae.latentChannels;
    requireSide(graph, sample, 1, channels, 'the VAE');
    return new Denoiser(
      graph,
      { sample, timestep, text },
      findOutput(graph, 'out_sample'),
      channels,
      folder.unetHalvings,
    );
  }

  /** The length a text must have where the graph fixes it. */
  get textWidth(): number | undefined {
    return this.inputs.text.shape[2];
  }

  /** @throws RenderError RENDER_OUT_OF_RANGE when the graph was exported for another size */
  requireSize(size: LatentSize, spatialFactor: number): void {
    const [, , height, width] = this.inputs.sample.shape;
    if ((height ?? size.height) === size.height && (width ?? size.width) === size.width) return;
    const wanted = `${(width ?? size.width) * spatialFactor}x${(height ?? size.height) * spatialFactor}`;
    throw new RenderError('RENDER_OUT_OF_RANGE', `this model was exported for ${wanted} pixels only`);
  }

  /**
   * @param sample `[1,C,h,w]`
   * @returns one `[1,C,h,w]` for each text, in their order
   */
  async predict(
    sample: Float32Array,
    size: LatentSize,
    timestep: number,
    texts: readonly Conditioning[],
  ): Promise<Float32Array[]> {
    const fixed = this.inputs.sample.shape[0];
    const batch = fixed ?? texts.length;
    const predictions: Float32Array[] = [];
    for (let first = 0; first < texts.length; first += batch) {
      const group = Array.from({ length: batch }, (_, i) => texts[Math.min(first + i, texts.length - 1)]!);
      const output = await this.runBatch(sample, size, timestep, group);
      for (let i = 0; i < batch && predictions.length < texts.length; i++) {
        predictions.push(output.subarray(i * sample.length, (i + 1) * sample.length));
      }
    }
    return predictions;
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  private async runBatch(
    sample: Float32Array,
    size: LatentSize,
    timestep: number,
    texts: readonly Conditioning[],
  ): Promise<Float32Array> {
    const { tokens, width } = texts[0]!;
    const feeds = {
      [this.inputs.sample.name]: {
        data: repeat(sample, texts.length),
        dims: [texts.length, this.channels, size.height, size.width],
      },
      [this.inputs.timestep.name]: this.timestepTensor(timestep, texts.length),
      [this.inputs.text.name]: { data: join(texts), dims: [texts.length, tokens, width] },
    };
    try {
      return (await this.graph.run(feeds, this.output)).data;
    } catch (error) {
      this.explainSize(size, error);
      throw error;
    }
  }

  /** A scalar, one for all, or one for each of the batch where the graph fixes it so. */
  private timestepTensor(timestep: number, batch: number): { data: number[]; dims: number[] } {
    const { shape } = this.inputs.timestep;
    if (shape.length === 0) return { data: [timestep], dims: [] };
    const count = shape[0] === batch ? batch : 1;
    return { data: Array.from({ length: count }, () => timestep), dims: [count] };
  }

  private explainSize(size: LatentSize, error: unknown): void {
    const multiple = this.halvings;
    if (size.width % multiple === 0 && size.height % multiple === 0) return;
    const detail = error instanceof Error ? error.message : String(error);
    const told = `this model halves its latents; both sides must be multiples of ${multiple} latent cells (${detail})`;
    throw new RenderError('RENDER_OUT_OF_RANGE', told);
  }
}

function findTimestep(graph: Graph): GraphInput {
  const found = graph.inputs.find((input) => input.name === 'timestep' || input.name === 't');
  if (found && found.shape.length <= 1) return found;
  throw new ModelFolderError('DOES_NOT_FIT', graph.file, 'it has no input timestep', 'a scalar or [1] timestep');
}

function repeat(values: Float32Array, times: number): Float32Array {
  const all = new Float32Array(values.length * times);
  for (let i = 0; i < times; i++) all.set(values, i * values.length);
  return all;
}

function join(texts: readonly Conditioning[]): Float32Array {
  const length = texts[0]!.data.length;
  const all = new Float32Array(length * texts.length);
  texts.forEach((text, i) => all.set(text.data, i * length));
  return all;
}
