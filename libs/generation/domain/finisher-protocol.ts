import type { LentImage, LentRecord } from './lending-protocol.js';
import type { PromptChange, RendererReport, RenderJob, StopPoint } from './renderer-protocol.js';

/**
 * Messages to the finisher, which turns what a lent renderer sends into checked frames and images, in a sandbox. It reports like a
 * renderer.
 */
export type FinisherCommand =
  | {
      readonly type: 'begin';
      readonly takeId: string;
      /** With the hashes of its files. */
      readonly job: RenderJob;
      readonly modelName: string;
      readonly modelHash: string;
      /** PNG of `job.upscale`. */
      readonly upscalePng?: Uint8Array | undefined;
      /** Its frames are checked from the first step on: the model is trusted, the machine that renders it is not. */
      readonly isTrusted: boolean;
    }
  | { readonly type: 'step'; readonly report: StepReport; readonly frame?: Uint8Array | undefined }
  | {
      readonly type: 'finish';
      readonly takeId: string;
      readonly pngs: readonly Uint8Array[];
      readonly images: readonly LentImage[];
      /** All of the take, with the steers that were applied. */
      readonly promptChanges: readonly PromptChange[];
      readonly stopPoint?: StopPoint | undefined;
      /** Where the last image was cut short. */
      readonly cutPoint?: StopPoint | undefined;
      readonly record: LentRecord;
    }
  | { readonly type: 'end'; readonly takeId: string }
  | { readonly type: 'shutdown' };

export type StepReport = Omit<Extract<RendererReport, { type: 'step' }>, 'frame' | 'smaller'>;

/** Code of a failure that is no failure of the take: the renderer sent something that does not fit it. */
export const MATERIAL_INVALID = 'LENT_MATERIAL_INVALID';
