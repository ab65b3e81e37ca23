import type { LoraReport, LoraUse } from '../lora/lora-patches.js';
import type { ModelFolder } from '../model-folder/model-folder.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { ImageJob, RenderHooks, RenderResult } from './image-job.js';
import { LoraPatches } from '../lora/lora-patches.js';
import { TextEncoders } from '../text/text-encoders.js';
import { Denoiser } from './denoiser.js';
import { EmbeddedPrompts } from './embedded-prompts.js';
import { LatentDecoder } from './latent-decoder.js';
import { renderImage } from './render-image.js';
import { InitImageEncoder } from './init-image.js';

export interface PipelineOptions extends Pick<GraphOptions, 'threads'> {
  readonly loras?: readonly LoraUse[];
}

interface OpenedParts {
  readonly textEncoders: TextEncoders;
  readonly denoiser: Denoiser;
  readonly decoder: LatentDecoder;
  readonly initImageEncoder: InitImageEncoder;
}

/**
 * A loaded model for text-to-image and image-to-image. Renders one image at a time. The same job gives the same bytes
 * on the same machine.
 */
export class DiffusionPipeline {
  private readonly prompts: EmbeddedPrompts;

  private constructor(
    readonly folder: ModelFolder,
    private readonly parts: OpenedParts,
    /** Matched and unmatched modules of each LoRA, in order. */
    readonly loras: readonly LoraReport[],
  ) {
    this.prompts = new EmbeddedPrompts(parts.textEncoders);
  }

  /** @throws ModelFolderError, LoraError, OutOfMemoryError; then nothing stays loaded */
  static async load(folder: ModelFolder, { loras = [], ...threads }: PipelineOptions = {}): Promise<DiffusionPipeline> {
    const patches = loras.length > 0 ? await LoraPatches.plan(folder.dir, loras, threads) : undefined;
    const options: GraphOptions = { ...threads, ...(patches && { patches }) };
    const opened: { release(): Promise<void> }[] = [];
    const track = <T extends { release(): Promise<void> }>(part: T): T => (opened.push(part), part);
    try {
      const textEncoders = track(await TextEncoders.open(folder, options));
      const denoiser = track(await Denoiser.open(folder, options));
      const decoder = track(await LatentDecoder.open(folder, options));
      // Encodes an empty text to detect mismatched parts at load time, not during a take.
      denoiser.requireText(await textEncoders.encode(''));
      const parts = { textEncoders, denoiser, decoder, initImageEncoder: new InitImageEncoder(folder, threads) };
      return new DiffusionPipeline(folder, parts, patches?.report ?? []);
    } catch (error) {
      await Promise.all(opened.map((part) => part.release()));
      throw error;
    }
  }

  /** @throws RenderError; ModelFolderError when the parts don't match; the signal's reason when aborted */
  async render(job: ImageJob, hooks: RenderHooks = {}): Promise<RenderResult> {
    const { folder, prompts, parts } = this;
    return renderImage({ folder, prompts: prompts.with(job.embeddings), ...parts }, job, hooks);
  }

  async release(): Promise<void> {
    const { textEncoders, denoiser, decoder } = this.parts;
    await Promise.all([textEncoders.release(), denoiser.release(), decoder.release()]);
  }
}
