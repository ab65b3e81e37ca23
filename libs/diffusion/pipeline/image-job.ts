import type { SchedulerName } from '../schedulers/registry.js';
import type { LatentUpscaler } from '../upscalers/latent-upscale.js';
import type { ControlUse } from './control-net.js';
import type { EmbeddingUse } from './embedded-prompts.js';
import type { CompletedStep } from './denoise.js';
import type { LatentSize } from './latent-frame.js';
import type { Image } from './pixels.js';
import { RenderError } from '../errors.js';

/** New prompts. They apply after `step` completed steps. */
export interface PromptSwitch {
  readonly step: number;
  readonly prompt: string;
  readonly negative: string;
}

/** The init image and how it is used. */
export interface InitImage {
  /** Has the job's size. */
  readonly image: Image;
  /**
   * Denoising strength: 0 keeps the image, 1 replaces it. Runs the last `floor(steps·strength)` steps of the job; if
   * that is 0, the image is returned unchanged.
   */
  readonly strength: number;
  /** `[height*width]`: 255 is repainted, 0 is kept. Without a mask the whole image is repainted. */
  readonly mask?: Uint8Array;
}

/** Enlarges an image to a size. @throws the signal's reason when aborted */
export type ImageUpscaler = (image: Image, size: LatentSize, signal?: AbortSignal) => Promise<Image>;

/** A second pass at a larger size. Without an init image only. */
export interface HiresPass {
  /** In pixels, multiples of 8. */
  readonly width: number;
  readonly height: number;
  /** Interpolates the latents, or enlarges the decoded image, which is encoded again. */
  readonly upscaler: LatentUpscaler | ImageUpscaler;
  /** Steps that run, whatever the strength. */
  readonly steps: number;
  /** Denoising strength, above 0 to 1. */
  readonly strength: number;
}

/** An image to render. Sides in pixels, multiples of 8. */
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
  /** The layer of the text encoder that is read, counted from the end. Default 1, the one that the model reads by itself. */
  readonly clipSkip?: number;
  /** Stochasticity of DDIM, 0 to 1. Default 0. */
  readonly eta?: number;
  /** Standard normal `[1,C,h,w]` that replaces the noise of the seed. */
  readonly initialNoise?: Float32Array;
  /**
   * What SDXL reads instead of the size of the image: height and width of the original, crop at the top and on the
   * left, height and width of the target, in pixels.
   */
  readonly sizes?: readonly number[];
  readonly init?: InitImage;
  readonly hires?: HiresPass;
  readonly embeddings?: readonly EmbeddingUse[];
  readonly controls?: readonly ControlUse[];
  /** Ordered by step, counted from the first step that runs, over both passes. If two have the same step, the later one applies. */
  readonly changes?: readonly PromptSwitch[];
  /** Stops after this many steps with the predicted image. */
  readonly stopAt?: number;
}

/** Reported after every step. */
export interface StepReport extends CompletedStep {
  /** Size of `denoised` in cells. The last cell of a row or column may extend past the image. */
  readonly size: LatentSize;
}

export interface RenderHooks {
  /** Checked between steps. An aborted render throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onStep?: (report: StepReport) => void;
  /** Called before every step. Returned prompts apply from here on and override the job's changes. */
  readonly steer?: (stepsDone: number) => Pick<PromptSwitch, 'prompt' | 'negative'> | undefined;
  /**
   * Called when new prompts apply, or with the reason they are rejected; then the old ones stay. Without this hook
   * the error is thrown.
   */
  readonly onSteered?: (stepsDone: number, rejected?: RenderError) => void;
  /** Called after every step but the last, with the time that it took. The render waits for it. */
  readonly pause?: (stepsDone: number, stepMs: number) => Promise<void> | undefined;
  /** Called after every step but the last. True stops with the predicted image. */
  readonly shouldStop?: (stepsDone: number) => boolean;
}

export interface RenderResult extends Image {
  /** `[1,C,h,w]` as denoised, before unscaling for the VAE. */
  readonly latents: Float32Array;
  readonly decodeMs: number;
  /** Completed steps, if it was stopped early. */
  readonly stoppedAt?: number;
}

/** Sides must be multiples of 8 pixels, as usual for Stable Diffusion, whatever the model downsamples internally. */
export const SIDE_MULTIPLE = 8;
/** As many as models were trained with. */
const MAX_STEPS = 1000;
const SEED_MAX = 2 ** 32 - 1;

/** @throws RenderError RENDER_OUT_OF_RANGE with the allowed range */
export function requireJob({ width, height, seed, init, hires, eta = 0, guidance }: ImageJob): void {
  requireSides(width, height);
  if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX) {
    reject(`the seed ${seed} does not fit: it must be a whole number from 0 to ${SEED_MAX}`);
  }
  if (!Number.isFinite(guidance)) reject(`guidance ${guidance} does not fit: it must be a number`);
  if (!(eta >= 0 && eta <= 1)) reject(`eta ${eta} does not fit: it must be from 0 to 1`);
  if (init) requireInit(init, width, height);
  if (hires) requireHires(hires, init);
}

function requireSides(...sides: [width: number, height: number]): void {
  if (sides.every((side) => Number.isInteger(side) && side > 0 && side % SIDE_MULTIPLE === 0)) return;
  reject(`${sides.join('x')} does not fit: both sides must be multiples of ${SIDE_MULTIPLE} pixels`);
}

/** The noise schedule of the second pass has `steps / strength` steps. */
function requireHires({ width, height, steps, strength }: HiresPass, init: InitImage | undefined): void {
  requireSides(width, height);
  if (init) reject('a second pass needs a first one from noise, without an init image');
  if (strength > 0 && strength <= 1 && Number.isInteger(steps) && steps > 0 && steps / strength <= MAX_STEPS) return;
  reject(
    `${steps} steps at a denoising strength of ${strength} do not fit: their quotient must be at most ${MAX_STEPS}`,
  );
}

/** Steps that run, out of the requested ones. */
export function stepsOf({ steps, init }: ImageJob): number {
  return init ? Math.min(steps, Math.trunc(steps * init.strength)) : steps;
}

function requireInit({ image, strength, mask }: InitImage, width: number, height: number): void {
  if (!(strength >= 0 && strength <= 1)) reject(`denoising strength ${strength} does not fit: it must be from 0 to 1`);
  if (image.width !== width || image.height !== height) {
    reject(`the init image is ${image.width}x${image.height}, not ${width}x${height}`);
  }
  if (mask && mask.length !== width * height) reject(`the mask has ${mask.length} pixels, not ${width * height}`);
}

function reject(problem: string): never {
  throw new RenderError('RENDER_OUT_OF_RANGE', problem);
}
