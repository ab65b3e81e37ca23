import type { LoraPlan, LoraReport } from '../lora/lora-plan.js';
import type { ModelFolder } from '../model-folder/model-folder.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { LatentSize } from './latent-frame.js';
import type { ImageJob, RenderHooks, RenderResult } from './image-job.js';
import { TextEncoders } from '../text/text-encoders.js';
import { ControlNets } from './control-net.js';
import { Denoiser } from './denoiser.js';
import { EmbeddedPrompts } from './embedded-prompts.js';
import { LatentDecoder } from './latent-decoder.js';
import { JoinedPredictions } from './joined-predictions.js';
import { type Image, toImage } from './pixels.js';
import { renderImage } from './render-image.js';
import { InitImageEncoder } from './init-image.js';
import { CPU, type SessionDevice } from '../sessions/device.js';

export interface PipelineOptions extends Pick<
  GraphOptions,
  'threads' | 'fusesAttention' | 'layout' | 'optimized' | 'device' | 'signal'
> {
  readonly loras?: LoraPlan;
}

/** How its graphs compute, where it changes the last bits of an image. */
export interface Rounding {
  /** Attention is one operator. */
  readonly attention?: 'fused';
  /** Convolutions compute in the layout of the file. */
  readonly layout?: 'plain';
  /** A checkpoint of 16 bits computes with 16 bits, except its VAE. */
  readonly precision?: 'half';
}

interface OpenedParts {
  readonly textEncoders: TextEncoders;
  readonly denoiser: Denoiser;
  readonly decoder: LatentDecoder;
  readonly initImageEncoder: InitImageEncoder;
  readonly controlNets: ControlNets;
}

/** One of several images that are rendered together. */
export interface JoinedImage {
  readonly job: ImageJob;
  readonly hooks: RenderHooks;
}

/**
 * A loaded model for text-to-image and image-to-image. The same job gives the same bytes on the same machine, and so do the
 * same jobs that are rendered together.
 */
export class DiffusionPipeline {
  private prompts: EmbeddedPrompts;
  private plan: LoraPlan | undefined;

  private constructor(
    readonly folder: ModelFolder,
    private readonly parts: OpenedParts,
    /** What it computes with. */
    readonly device: SessionDevice,
    private readonly layout: Rounding['layout'] | undefined,
    loras: LoraPlan | undefined,
  ) {
    this.prompts = new EmbeddedPrompts(parts.textEncoders);
    if (loras) this.useLoras(loras);
  }

  get rounding(): Rounding {
    const { denoiser } = this.parts;
    return {
      ...(denoiser.hasFusedAttention && { attention: 'fused' }),
      ...(this.layout && { layout: this.layout }),
      ...(denoiser.isHalf && { precision: 'half' }),
    };
  }

  /** Matched and unmatched modules of each LoRA, in order. */
  get loras(): readonly LoraReport[] {
    return this.plan?.report ?? [];
  }

  /**
   * Renders with other LoRAs from the next image on, or with other weights. Those that are merged must be the ones that
   * it was loaded with.
   * @throws LoraError
   */
  useLoras(plan: LoraPlan): void {
    if (plan === this.plan) return;
    const { textEncoders, denoiser } = this.parts;
    denoiser.adapt(plan.factors('unet'));
    if (textEncoders.adapt((part) => plan.factors(part))) this.prompts = new EmbeddedPrompts(textEncoders);
    this.plan = plan;
  }

  /** @throws ModelFolderError, LoraError, OutOfMemoryError, DeviceError, the signal's reason when aborted; then nothing stays loaded */
  static async load(
    folder: ModelFolder,
    { loras, signal, optimized, ...sessions }: PipelineOptions = {},
  ): Promise<DiffusionPipeline> {
    const options: GraphOptions = { ...sessions, signal, optimized, ...(loras && { patches: loras }) };
    const opened: { release(): Promise<void> }[] = [];
    const track = <T extends { release(): Promise<void> }>(part: T): T => (opened.push(part), part);
    try {
      const textEncoders = track(await TextEncoders.open(folder, options));
      const denoiser = track(await Denoiser.open(folder, options));
      const decoder = track(await LatentDecoder.open(folder, options));
      // Encodes an empty text to detect mismatched parts at load time, not during a take.
      denoiser.requireText(await textEncoders.encode(''));
      const initImageEncoder = new InitImageEncoder(folder, sessions);
      const controlNets = new ControlNets(folder, sessions);
      const parts = { textEncoders, denoiser, decoder, initImageEncoder, controlNets };
      return new DiffusionPipeline(folder, parts, sessions.device ?? CPU, sessions.layout, loras);
    } catch (error) {
      await Promise.all(opened.map((part) => part.release()));
      throw error;
    }
  }

  /** @throws RenderError; DeviceError; ModelFolderError when the parts don't match; the signal's reason when aborted */
  async render(job: ImageJob, hooks: RenderHooks = {}): Promise<RenderResult> {
    const { folder, prompts, parts } = this;
    return renderImage({ folder, prompts: prompts.with(job.embeddings), ...parts }, job, hooks);
  }

  /**
   * Whether images of such a job can be rendered together. Not if its UNet has a batch of fixed size, nor where each image
   * opens another model for a moment: the encoder of an image that is not shared, or an upscaler.
   */
  rendersTogether({ init, hires }: Pick<ImageJob, 'init' | 'hires'>): boolean {
    const { denoiser } = this.parts;
    const opensNothing = denoiser.extraChannels === 0 || init !== undefined;
    return denoiser.takesBatches && opensNothing && (!hires || typeof hires.upscaler === 'string');
  }

  /**
   * Renders images that differ only in their seeds, each step of all of them as one batch. In the last bits they differ from
   * those that are rendered alone. One that fails leaves the others.
   */
  async renderTogether(images: readonly JoinedImage[]): Promise<PromiseSettledResult<RenderResult>[]> {
    const { folder, prompts, parts } = this;
    const joined = new JoinedPredictions(parts.denoiser, images.length);
    return Promise.allSettled(
      images.map(({ job, hooks }) => {
        const shared = { folder, prompts: prompts.with(job.embeddings), ...parts, predict: joined.predict };
        return renderImage(shared, job, hooks).finally(() => joined.leave());
      }),
    );
  }

  /** @param latents `[1,C,h,w]` as a step reports them, `size` in cells @throws as `LatentDecoder.decode` */
  async decode(latents: Float32Array, size: LatentSize): Promise<Image> {
    return toImage(await this.parts.decoder.decode(latents, size));
  }

  /** Releases what only the jobs of the last take needed. */
  async releaseControls(): Promise<void> {
    await this.parts.controlNets.release();
  }

  async release(): Promise<void> {
    const { textEncoders, denoiser, decoder, controlNets } = this.parts;
    await Promise.all([textEncoders.release(), denoiser.release(), decoder.release(), controlNets.release()]);
  }
}
