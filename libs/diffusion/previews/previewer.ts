import type { ModelFolder } from '../model-folder/model-folder.js';
import type { VaeFacts } from '../model-folder/vae-facts.js';
import type { LatentSize } from '../pipeline/denoiser.js';
import type { Picture } from '../pipeline/pixels.js';
import type { GraphInput, GraphOptions } from '../sessions/graph.js';
import type { LatentRgb } from './latent-rgb.js';
import { unscale } from '../pipeline/latent-decoder.js';
import { toPicture } from '../pipeline/pixels.js';
import { findInput, findOutput, refuseOtherInputs, requireSide } from '../sessions/graph-fit.js';
import { Graph } from '../sessions/graph.js';
import { calibrateLatentRgb } from './calibration.js';
import { familyLatentRgb, greyLatentRgb } from './families.js';
import { latentToRgb } from './latent-rgb.js';

/** Where a model's previews come from. */
export type PreviewSource = 'decoder' | 'model' | 'family' | 'calibrated' | 'grey';

/** Turns a predicted x0 into a small picture at next to no cost; never the full VAE. */
export interface Previewer {
  readonly source: PreviewSource;
  /** @param denoised `[1,C,h,w]` at the denoiser's scale, `size` in cells */
  render(denoised: Float32Array, size: LatentSize): Promise<Picture>;
  release(): Promise<void>;
}

/**
 * The best source a folder offers: a small decoder of its own, factors in its VAE's config, the published factors of
 * its family, factors found with its encoder, and at the very last grey.
 * @throws ModelFolderError when a preview decoder does not fit
 */
export async function openPreviewer(folder: ModelFolder, options: GraphOptions = {}): Promise<Previewer> {
  if (folder.graphs.previewDecoder) return PreviewDecoder.open(folder, folder.graphs.previewDecoder, options);
  if (folder.vae.latentRgb) return linear('model', folder.vae.latentRgb);
  const family = familyLatentRgb(folder.vae);
  if (family) return linear('family', family);
  if (folder.graphs.vaeEncoder) {
    return linear('calibrated', await calibrateLatentRgb(folder, folder.graphs.vaeEncoder, options));
  }
  return linear('grey', greyLatentRgb(folder.vae.latentChannels));
}

/** One pixel a latent cell. */
function linear(source: PreviewSource, factors: LatentRgb): Previewer {
  return {
    source,
    render: (denoised, { width, height }) =>
      Promise.resolve({ rgb: latentToRgb(denoised, width * height, factors), width, height }),
    release: () => Promise.resolve(),
  };
}

/** `preview_decoder/model.onnx`: latents `[1,C,h,w]` at the scale of vae_decoder to `[1,3,H,W]` in -1…1. */
class PreviewDecoder implements Previewer {
  readonly source = 'decoder';

  private constructor(
    private readonly graph: Graph,
    private readonly input: GraphInput,
    private readonly facts: VaeFacts,
  ) {}

  static async open(folder: ModelFolder, path: string, options: GraphOptions): Promise<PreviewDecoder> {
    const graph = await Graph.open(path, options);
    const input = findInput(graph, 'latent_sample', 4);
    refuseOtherInputs(graph, [input]);
    requireSide(graph, input, 1, folder.vae.latentChannels, 'vae_decoder/config.json');
    return new PreviewDecoder(graph, input, folder.vae);
  }

  async render(denoised: Float32Array, { width, height }: LatentSize): Promise<Picture> {
    const feed = { data: unscale(denoised, this.facts), dims: [1, this.facts.latentChannels, height, width] };
    const { data, dims } = await this.graph.run({ [this.input.name]: feed }, findOutput(this.graph, 'sample'));
    return toPicture({ data, height: dims[2]!, width: dims[3]! });
  }

  async release(): Promise<void> {
    await this.graph.release();
  }
}
