import type { SchedulerName } from '../schedulers/registry.js';
import type { StepDone } from './denoise.js';
import type { LatentSize } from './latent-frame.js';
import type { Image } from './pixels.js';
import { RenderError } from '../errors.js';

/** New words: they hold from the step after `step` steps were done. */
export interface PromptSwitch {
  readonly step: number;
  readonly prompt: string;
  readonly negative: string;
}

/** What to start from instead of noise. */
export interface InitImage {
  /** Of the job's size. */
  readonly image: Image;
  /**
   * Denoising strength: 0 leaves the image, 1 forgets it. Of the job's steps the last `floor(steps·strength)` are
   * done; where that is none the image comes back as it was.
   */
  readonly strength: number;
  /** `[height*width]`: 255 is painted anew, 0 stays. The whole image when absent. */
  readonly mask?: Uint8Array;
}

/** One image to make. Sides in pixels, multiples of 8. */
export interface ImageJob {
  readonly prompt: string;
  readonly negative: string;
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 2^32 - 1. */
  readonly seed: number;
  /** Fresh noise of DDIM, 0 to 1; none when absent. */
  readonly eta?: number;
  /** Standard normal `[1,C,h,w]` to start from instead of the seed's own. */
  readonly startNoise?: Float32Array;
  readonly init?: InitImage;
  /** In the order of their steps, counted from the first that is really done; of two at one step the later holds. */
  readonly changes?: readonly PromptSwitch[];
  /** Ends after so many steps with the predicted image of that step. */
  readonly stopAt?: number;
}

/** What is told after every step. */
export interface StepReport extends StepDone {
  /** Of `denoised`, in cells. The last of a row or column may reach over the image's edge. */
  readonly size: LatentSize;
}

export interface RenderHooks {
  /** Looked at between steps; an aborted render throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onStep?: (report: StepReport) => void;
  /** Asked before every step: new words that hold from here on, if there are any. They win over the job's changes. */
  readonly steer?: (stepsDone: number) => Pick<PromptSwitch, 'prompt' | 'negative'> | undefined;
  /** Told when new words hold, or why they cannot be told to the model; then the old ones stay. Absent, that is thrown. */
  readonly onSteered?: (stepsDone: number, refused?: RenderError) => void;
  /** Asked after every step but the last: whether to end here with the predicted image. */
  readonly shouldStop?: (stepsDone: number) => boolean;
}

export interface RenderResult extends Image {
  /** `[1,C,h,w]` as the denoiser left them, before they are scaled back for the VAE. */
  readonly latents: Float32Array;
  readonly decodeMs: number;
  /** Steps that were done when it was stopped before its end. */
  readonly stoppedAt?: number;
}

/** What a side must be a multiple of, whatever the model halves inside: the field's own measure. */
export const SIDE_MULTIPLE = 8;
const SEED_MAX = 2 ** 32 - 1;

/** @throws RenderError RENDER_OUT_OF_RANGE that says what would do */
export function requireJob({ width, height, seed, init, eta = 0, guidance }: ImageJob): void {
  const sides = [width, height];
  if (!sides.every((side) => Number.isInteger(side) && side > 0 && side % SIDE_MULTIPLE === 0)) {
    refuse(`${width}x${height} does not fit: both sides must be multiples of ${SIDE_MULTIPLE} pixels`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX) {
    refuse(`the seed ${seed} does not fit: it must be a whole number from 0 to ${SEED_MAX}`);
  }
  if (!Number.isFinite(guidance)) refuse(`guidance ${guidance} does not fit: it must be a number`);
  if (!(eta >= 0 && eta <= 1)) refuse(`eta ${eta} does not fit: it must be from 0 to 1`);
  if (init) requireInit(init, width, height);
}

/** Steps that are really done of those asked for. */
export function stepsOf({ steps, init }: ImageJob): number {
  return init ? Math.min(steps, Math.trunc(steps * init.strength)) : steps;
}

function requireInit({ image, strength, mask }: InitImage, width: number, height: number): void {
  if (!(strength >= 0 && strength <= 1)) refuse(`denoising strength ${strength} does not fit: it must be from 0 to 1`);
  if (image.width !== width || image.height !== height) {
    refuse(`the picture to start from is ${image.width}x${image.height}, not ${width}x${height}`);
  }
  if (mask && mask.length !== width * height) refuse(`the mask has ${mask.length} pixels, not ${width * height}`);
}

function refuse(told: string): never {
  throw new RenderError('RENDER_OUT_OF_RANGE', told);
}
