import type { PictureJob } from '@visionary/diffusion';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';

/** What the process's main thread, which talks to the server, and the engine's thread, which loads ONNX, tell each other. */
export type EngineCommand =
  | { readonly type: 'render'; readonly takeId: string; readonly modelDir: string; readonly job: RenderJob }
  | { readonly type: 'cancel'; readonly takeId: string }
  /** Cancels everything; the thread ends when the model call that runs has ended. */
  | { readonly type: 'close' };

/** Latents `[1,C,height,width]`, sides in cells. */
export interface DenoisedLatents {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

export type EngineReport =
  | { readonly type: 'ready' }
  | { readonly type: 'loading'; readonly takeId: string }
  | { readonly type: 'loaded'; readonly takeId: string; readonly loadMs: number }
  | {
      readonly type: 'step';
      readonly takeId: string;
      readonly picture: number;
      readonly step: number;
      readonly stepMs: number;
      readonly denoised: DenoisedLatents;
    }
  | {
      readonly type: 'picture';
      readonly takeId: string;
      readonly picture: number;
      readonly seed: number;
      readonly rgb: Uint8Array;
      readonly width: number;
      readonly height: number;
      readonly decodeMs: number;
    }
  | { readonly type: 'finished'; readonly takeId: string; readonly renderMs: number }
  | { readonly type: 'cancelled'; readonly takeId: string; readonly step: number }
  | { readonly type: 'failed'; readonly takeId: string; readonly code: string; readonly detail: string };

/** Seeds wrap around, so that every batch stays within 32 bits. */
export function seedOf(job: RenderJob, picture: number): number {
  return (job.seed + picture) % 2 ** 32;
}

/** One picture of a take as the library wants it. @throws RangeError on a sampler nobody knows */
export function pictureJob(
  job: RenderJob,
  picture: number,
  isKnown: (name: string) => name is PictureJob['scheduler'],
): PictureJob {
  const { prompt, negative, scheduler, steps, guidance, width, height } = job;
  if (!isKnown(scheduler)) throw new RangeError(`there is no scheduler ${scheduler}`);
  return { prompt, negative, scheduler, steps, guidance, width, height, seed: seedOf(job, picture) };
}
