import type { ModelFolder } from '../model-folder/model-folder.js';
import type { GraphSource } from '../onnx/graph-source.js';
import type { VaeConfig } from '../model-folder/vae-config.js';
import type { LatentSize } from '../pipeline/latent-frame.js';
import type { Image } from '../pipeline/pixels.js';
import type { GraphInput, GraphOptions } from '../sessions/graph.js';
import type { LatentRgb } from './latent-rgb.js';
import type { Previewer, PreviewSource, QuickPreviewer } from './adaptive-previewer.js';
import { LatentDecoder, unscale } from '../pipeline/latent-decoder.js';
import { toImage } from '../pipeline/pixels.js';
import { findInput, findOutput, requireKnownInputs, requireSide } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';
import { calibrateLatentRgb } from './calibration.js';
import { familyLatentRgb, grayLatentRgb } from './families.js';
import { downsampleLatents } from './downsample-latents.js';
import { latentToRgb } from './latent-rgb.js';
import { AdaptivePreviewer } from './adaptive-previewer.js';

/**
 * Opens the best preview method of a folder: the full VAE if a step takes ten times as long; otherwise the folder's
 * preview decoder, factors in its VAE config, published factors of its family, factors fitted with its encoder, or
 * gray.
 * @throws ModelFolderError when a preview decoder doesn't match
 */
export async function openPreviewer(folder: ModelFolder, options: GraphOptions = {}): Promise<Previewer> {
  return new AdaptivePreviewer(await openQuickPreviewer(folder, options), () => LatentDecoder.open(folder, options));
}

async function openQuickPreviewer(folder: ModelFolder, options: GraphOptions): Promise<QuickPreviewer> {
  if (folder.graphs.previewDecoder) return PreviewDecoder.open(folder, folder.graphs.previewDecoder, options);
  if (folder.vae.latentRgb) return linearPreviewer('model', folder.vae.latentRgb);
  const family = familyLatentRgb(folder.vae);
  if (family) return linearPreviewer('family', family);
  if (folder.graphs.vaeEncoder) {
    return linearPreviewer('calibrated', await calibrateLatentRgb(folder, folder.graphs.vaeEncoder, options));
  }
  return linearPreviewer('grey', grayLatentRgb(folder.vae.latentChannels));
}

/** One pixel per latent cell. */
function linearPreviewer(source: PreviewSource, factors: LatentRgb): QuickPreviewer {
  return {
    source,
    render: (denoised, { width, height }) =>
      Promise.resolve({ rgb: latentToRgb(denoised, width * height, factors), width, height }),
    release: () => Promise.resolve(),
  };
}

/** Maximum cells per preview. A small decoder takes about 1 ms of CPU for them. */
const MAX_CELLS = 400;

/** `preview_decoder/model.onnx`: latents `[1,C,h,w]` to `[1,3,H,W]` in -1…1. */
class PreviewDecoder implements QuickPreviewer {
  readonly source = 'decoder';

  private constructor(
    private readonly graph: Graph,
    private readonly input: GraphInput,
    private readonly vae: VaeConfig,
    private readonly scalingFactor: number | undefined,
  ) {}

  static async open(folder: ModelFolder, source: GraphSource, options: GraphOptions): Promise<PreviewDecoder> {
    return Graph.openAs(source, options, (graph) => {
      const input = findInput(graph, 'latent_sample', 4);
      requireKnownInputs(graph, [input]);
      requireSide(graph, input, 1, folder.vae.latentChannels, 'vae_decoder/config.json');
      return new PreviewDecoder(graph, input, folder.vae, folder.previewScalingFactor);
    });
  }

  async render(denoised: Float32Array, fullSize: LatentSize): Promise<Image> {
    const { data: latents, size } = downsampleLatents(denoised, fullSize, MAX_CELLS);
    const feed = { data: this.unscale(latents), dims: [1, this.vae.latentChannels, size.height, size.width] };
    const { data, dims } = await this.graph.run({ [this.input.name]: feed }, findOutput(this.graph, 'sample'));
    return toImage({ data, height: dims[2]!, width: dims[3]! });
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  private unscale(latents: Float32Array): Float32Array {
    const { scalingFactor, vae } = this;
    return scalingFactor === undefined ? unscale(latents, vae) : latents.map((value) => value / scalingFactor);
  }
}
