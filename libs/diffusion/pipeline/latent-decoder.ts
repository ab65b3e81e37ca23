import type { ModelFolder } from '../model-folder/model-folder.js';
import type { VaeConfig } from '../model-folder/vae-config.js';
import type { GraphInput, GraphOptions } from '../sessions/graph.js';
import type { LatentSize } from './latent-frame.js';
import { ModelFolderError, RenderError } from '../errors.js';
import { Float32GraphPatch } from '../onnx/float32-graph.js';
import { findInput, findOutput, requireKnownInputs, requireSide } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';

/** Decoded pixels `[3,height,width]`, about -1…1. */
export interface DecodedPixels {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The VAE decoder: latents to pixels. */
export class LatentDecoder {
  private constructor(
    private readonly graph: Graph,
    private readonly input: GraphInput,
    private readonly output: string,
    private readonly folder: ModelFolder,
    private readonly options: GraphOptions,
  ) {}

  /** @throws ModelFolderError; then nothing stays loaded */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<LatentDecoder> {
    return Graph.openAs(folder.graphs.vaeDecoder, options, (graph) => {
      const input = findInput(graph, 'latent_sample', 4);
      requireKnownInputs(graph, [input]);
      requireSide(graph, input, 1, folder.vae.latentChannels, 'vae_decoder/config.json');
      return new LatentDecoder(graph, input, findOutput(graph, 'sample'), folder, options);
    });
  }

  /**
   * @param latents `[1,C,h,w]` at the denoiser's scale
   * @throws RenderError RENDER_OUT_OF_RANGE when the graph was exported for another size; ModelFolderError when its
   * scale factor differs from its config
   */
  async decode(latents: Float32Array, size: LatentSize): Promise<DecodedPixels> {
    const pixels = await this.decodeWith(this.graph, latents, size);
    if (this.input.type !== 'float16' || pixels.data.every(Number.isFinite)) return pixels;
    return (await this.decodeInFloat32(latents, size)) ?? pixels;
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  private async decodeWith(graph: Graph, latents: Float32Array, { width, height }: LatentSize): Promise<DecodedPixels> {
    const { latentChannels, spatialFactor } = this.folder.vae;
    const [rows = 1, , fixedHeight = height, fixedWidth = width] = this.input.shape;
    if (fixedHeight !== height || fixedWidth !== width) {
      const problem = `${fixedWidth * spatialFactor}x${fixedHeight * spatialFactor} pixels`;
      throw new RenderError('RENDER_OUT_OF_RANGE', `this model's VAE was exported for ${problem} only`);
    }
    const unscaled = unscale(latents, this.folder.vae);
    const batch = rows === 1 ? unscaled : new Float32Array(unscaled.length * rows);
    if (rows > 1) for (let row = 0; row < rows; row++) batch.set(unscaled, row * unscaled.length);
    const feed = { data: batch, dims: [rows, latentChannels, height, width] };
    const { data, dims } = await graph.run({ [this.input.name]: feed }, this.output);
    const pixels = { data: data.subarray(0, data.length / rows), height: dims[2]!, width: dims[3]! };
    this.requireFactor(pixels, { width, height });
    return pixels;
  }

  /**
   * Decodes again in float32 after a float16 overflow, a known issue of SDXL's VAE. Loaded for this image only, so
   * that an image doesn't depend on earlier ones.
   * @returns undefined when the graph can't be widened
   */
  private async decodeInFloat32(latents: Float32Array, size: LatentSize): Promise<DecodedPixels | undefined> {
    const float32Graph = await Graph.open(this.folder.graphs.vaeDecoder, {
      ...this.options,
      patches: new Float32GraphPatch(),
    }).catch((error: unknown) => {
      if (error instanceof ModelFolderError) return undefined;
      throw error;
    });
    try {
      return float32Graph && (await this.decodeWith(float32Graph, latents, size));
    } finally {
      await float32Graph?.release();
    }
  }

  private requireFactor(pixels: LatentSize, cells: LatentSize): void {
    const factor = this.folder.vae.spatialFactor;
    if (pixels.width === cells.width * factor && pixels.height === cells.height * factor) return;
    const problem = `it makes ${pixels.width / cells.width} pixels of a cell where its config.json says ${factor}`;
    const expected = 'block_out_channels with one entry for each of its levels';
    const fault = {
      reasonKey: 'dimensionMismatch',
      name: 'sample',
      length: pixels.width / cells.width,
      expected: factor,
    } as const;
    throw new ModelFolderError('DOES_NOT_FIT', this.graph.file, problem, expected, fault);
  }
}

/** Converts latents from the denoiser's scale to the VAE's. */
export function unscale(latents: Float32Array, { scalingFactor, shiftFactor }: VaeConfig): Float32Array {
  return latents.map((value) => value / scalingFactor + shiftFactor);
}
