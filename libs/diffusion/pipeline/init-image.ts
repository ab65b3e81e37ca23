import type { ModelFolder } from '../model-folder/model-folder.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { LatentFrame, LatentSize } from './latent-frame.js';
import type { Image } from './pixels.js';
import type { DecodedPixels } from './latent-decoder.js';
import type { InitImage, ImageJob } from './image-job.js';
import { LatentEncoder } from './latent-encoder.js';
import { extendCells } from './latent-frame.js';
import { maskCells } from './mask.js';
import { extendPixels, toPixels } from './pixels.js';

/** An init image in the denoiser's input format. */
export interface EncodedInitImage {
  /** `[1,C,padded]` without noise. Undefined when the job starts from noise alone. */
  readonly clean: Float32Array | undefined;
  /** `[padded]`, 1 where it is repainted. Undefined when everything is. */
  readonly mask: Float32Array | undefined;
  /** `[1,1+C,padded]`: mask and masked image for inpainting UNets. */
  readonly inpaintingInput: Float32Array | undefined;
}

/**
 * Encodes init images. Loads the VAE encoder only for the encoding, because most takes start from noise, and images
 * of one take share one init image.
 */
export class InitImageEncoder {
  /** Caches the last init image for all images of a take. */
  private cached: { readonly key: object; readonly encoded: Promise<EncodedInitImage> } | undefined;

  constructor(
    private readonly folder: ModelFolder,
    private readonly options: GraphOptions,
  ) {}

  /**
   * @param needsInpaintingInput whether the UNet also takes mask and masked image
   * @throws ModelFolderError when the folder has no matching encoder
   */
  async prepare(job: ImageJob, frame: LatentFrame, needsInpaintingInput: boolean): Promise<EncodedInitImage> {
    const { init } = job;
    if (!init && !needsInpaintingInput) return { clean: undefined, mask: undefined, inpaintingInput: undefined };
    if (init && this.cached?.key === init) return this.cached.encoded;
    const encoded = this.open((encoder) => this.encode(encoder, job, frame, needsInpaintingInput));
    this.cached = init && { key: init, encoded };
    return encoded.catch((error: unknown) => {
      this.cached = undefined;
      throw error;
    });
  }

  /**
   * @returns latents `[1,C,h,w]` without noise, and their size in cells, which may extend past the image
   * @throws ModelFolderError when the folder has no matching encoder
   */
  async encodeImage(image: Image): Promise<{ latents: Float32Array; size: LatentSize }> {
    const { spatialFactor } = this.folder.vae;
    const pixels = extendPixels(toPixels(image), spatialFactor);
    const size = { width: pixels.width / spatialFactor, height: pixels.height / spatialFactor };
    return this.open(async (encoder) => ({ latents: await encoder.encode(pixels), size }));
  }

  private async open<T>(use: (encoder: LatentEncoder) => Promise<T>): Promise<T> {
    const { threads, device } = this.options;
    const encoder = await LatentEncoder.open(this.folder, { threads, device });
    try {
      return await use(encoder);
    } finally {
      await encoder.release();
    }
  }

  private async encode(
    encoder: LatentEncoder,
    { init, width, height }: ImageJob,
    frame: LatentFrame,
    needsInpaintingInput: boolean,
  ): Promise<EncodedInitImage> {
    const { spatialFactor } = this.folder.vae;
    const latentsOf = async (pixels: DecodedPixels): Promise<Float32Array> =>
      extendCells(await encoder.encode(extendPixels(pixels, spatialFactor)), frame);
    const pixels = init && toPixels(init.image);
    const clean = pixels && (await latentsOf(pixels));
    const mask = init?.mask && maskCells(init.mask, { width, height }, frame, spatialFactor);
    if (!needsInpaintingInput) return { clean, mask, inpaintingInput: undefined };
    const maskedImage = maskOut(pixels ?? { data: new Float32Array(3 * width * height), width, height }, init);
    const fullMask = mask ?? new Float32Array(frame.padded.width * frame.padded.height).fill(1);
    return { clean, mask, inpaintingInput: concat(fullMask, await latentsOf(maskedImage)) };
  }
}

/** The masked image of an inpainting UNet: gray where it is repainted. Without a mask that is everywhere. */
function maskOut({ data, ...size }: DecodedPixels, init: InitImage | undefined): DecodedPixels {
  const mask = init?.mask;
  const cells = size.width * size.height;
  return { ...size, data: data.map((value, i) => (mask && mask[i % cells]! < 128 ? value : 0)) };
}

function concat(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
