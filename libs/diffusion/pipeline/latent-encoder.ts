import type { ModelFolder } from '../model-folder/model-folder.js';
import type { VaeConfig } from '../model-folder/vae-config.js';
import type { GraphInput, GraphOptions, GraphOutput } from '../sessions/graph.js';
import type { DecodedPixels } from './latent-decoder.js';
import { ModelFolderError, RenderError } from '../errors.js';
import { DeterministicEncoderPatch } from '../onnx/deterministic-encoder.js';
import { findInput, findOutput, requireKnownInputs } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';

/** The VAE encoder: pixels to latents. */
export class LatentEncoder {
  private constructor(
    private readonly graph: Graph,
    private readonly input: GraphInput,
    private readonly output: string,
    private readonly vae: VaeConfig,
  ) {}

  /** @throws ModelFolderError, also when the folder has no encoder */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<LatentEncoder> {
    const source = folder.graphs.vaeEncoder;
    if (source === undefined) {
      const reason = 'there is no such file, so this model supports no init images';
      const expected = 'an export with its VAE encoder';
      throw new ModelFolderError('FILE_MISSING', 'vae_encoder/model.onnx', reason, expected, {
        reasonKey: 'fileMissing',
      });
    }
    return Graph.openAs(source, { ...options, patches: new DeterministicEncoderPatch() }, (graph) => {
      const input = findInput(graph, 'sample', 4);
      requireKnownInputs(graph, [input]);
      return new LatentEncoder(graph, input, findOutput(graph, 'latent_sample'), folder.vae);
    });
  }

  /**
   * @param pixels in -1…1, both sides multiples of the VAE's factor
   * @returns `[1,C,h,w]` at the denoiser's scale
   * @throws RenderError RENDER_OUT_OF_RANGE when the graph was exported for another size
   */
  async encode({ data, width, height }: DecodedPixels): Promise<Float32Array> {
    const [rows = 1, , fixedHeight = height, fixedWidth = width] = this.input.shape;
    if (fixedHeight !== height || fixedWidth !== width) {
      const problem = `this model's VAE encoder was exported for ${fixedWidth}x${fixedHeight} pixels only`;
      throw new RenderError('RENDER_OUT_OF_RANGE', problem);
    }
    const batch = new Float32Array(data.length * rows);
    for (let row = 0; row < rows; row++) batch.set(data, row * data.length);
    const feeds = { [this.input.name]: { data: batch, dims: [rows, 3, height, width] } };
    const mean = this.mean(await this.graph.run(feeds, this.output));
    this.requireFactor(mean, width * height);
    return scale(mean, this.vae);
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  private requireFactor(latents: Float32Array, pixels: number): void {
    const { latentChannels, spatialFactor } = this.vae;
    if (latents.length * spatialFactor ** 2 === latentChannels * pixels) return;
    const factor = Math.sqrt((latentChannels * pixels) / latents.length);
    const problem = `it makes one cell of ${factor} pixels a side where the decoder's config.json says ${spatialFactor}`;
    const fault = {
      reasonKey: 'dimensionMismatch',
      name: 'latent_sample',
      length: factor,
      expected: spatialFactor,
    } as const;
    throw new ModelFolderError('DOES_NOT_FIT', this.graph.file, problem, 'parts of one and the same export', fault);
  }

  /**
   * Exports output either latents or the parameters of their distribution, mean then log-variance. Uses the mean
   * instead of sampling, so that an image always gives the same latents.
   */
  private mean({ data, dims }: GraphOutput): Float32Array {
    const { latentChannels } = this.vae;
    const [rows = 1, channels] = dims;
    if (channels === latentChannels || channels === 2 * latentChannels) {
      return data.subarray(0, (data.length / rows / channels) * latentChannels);
    }
    throw new ModelFolderError(
      'DOES_NOT_FIT',
      this.graph.file,
      `it gives ${channels} channels where the decoder takes ${latentChannels}`,
      `${latentChannels} channels, or ${2 * latentChannels} for mean and log-variance`,
      { reasonKey: 'dimensionMismatch', name: 'latent_sample', length: channels ?? 0, expected: latentChannels },
    );
  }
}

/** Converts latents from the VAE's scale to the denoiser's. */
function scale(latents: Float32Array, { scalingFactor, shiftFactor }: VaeConfig): Float32Array {
  return latents.map((value) => (value - shiftFactor) * scalingFactor);
}
