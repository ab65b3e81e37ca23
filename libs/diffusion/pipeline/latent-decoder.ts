import type { ModelFolder } from '../model-folder/model-folder.js';
import type { VaeFacts } from '../model-folder/vae-facts.js';
import type { GraphInput, GraphOptions } from '../sessions/graph.js';
import type { LatentSize } from './denoiser.js';
import { findInput, findOutput, refuseOtherInputs, requireSide } from '../sessions/graph-fit.js';
import { Graph } from '../sessions/graph.js';

/** Pixels as the decoder gives them: `[3,height,width]`, about -1…1. */
export interface DecodedPixels {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The VAE's decoder: latents to pixels. */
export class LatentDecoder {
  private constructor(
    private readonly graph: Graph,
    private readonly input: GraphInput,
    private readonly output: string,
    private readonly facts: VaeFacts,
  ) {}

  /** @throws ModelFolderError */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<LatentDecoder> {
    const graph = await Graph.open(folder.graphs.vaeDecoder, options);
    const input = findInput(graph, 'latent_sample', 4);
    refuseOtherInputs(graph, [input]);
    requireSide(graph, input, 1, folder.vae.latentChannels, 'vae_decoder/config.json');
    return new LatentDecoder(graph, input, findOutput(graph, 'sample'), folder.vae);
  }

  /** @param latents `[1,C,h,w]` at the scale the denoiser works in */
  async decode(latents: Float32Array, size: LatentSize): Promise<DecodedPixels> {
    const dims = [1, this.facts.latentChannels, size.height, size.width];
    const feed = { data: unscale(latents, this.facts), dims };
    const output = await this.graph.run({ [this.input.name]: feed }, this.output);
    return { data: output.data, height: output.dims[2]!, width: output.dims[3]! };
  }

  async release(): Promise<void> {
    await this.graph.release();
  }
}

/** From the scale the denoiser works in to the one a decoder wants. */
export function unscale(latents: Float32Array, { scalingFactor, shiftFactor }: VaeFacts): Float32Array {
  return latents.map((value) => value / scalingFactor + shiftFactor);
}
