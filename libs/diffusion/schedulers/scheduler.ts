/** What one step gives: the next sample, and the predicted x0 for previews (both of the sample's length). */
export interface StepResult {
  readonly sample: Float32Array;
  readonly predictedX0: Float32Array;
}

/**
 * A sampler bound to a number of steps and to one image: it remembers earlier outputs, so a second image needs a
 * second instance. Samples are flat float32 latents, C order; `index` counts model calls from 0.
 */
export interface Scheduler {
  /** One entry a model call, falling; Karras variants of Euler give fractions. */
  readonly timesteps: readonly number[];
  /** The start noise (standard normal) is multiplied by this. */
  readonly initNoiseSigma: number;
  /** Model calls that make one step as a user counts them. */
  readonly callsPerStep: 1 | 2;
  /** Brings the sample to the scale the model was trained on. */
  scaleModelInput(sample: Float32Array, index: number): Float32Array;
  /** Whether `step` at this index needs a fresh tensor of standard normal noise. */
  wantsNoise(index: number): boolean;
  /** @throws Error when `wantsNoise(index)` and no noise is given */
  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult;
  /** The clean latent as noisy as the sample is before the call `index`; image to image starts from it. */
  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array;
}
