/** The result of a step: the next sample, and the predicted x0 for previews. Both have the sample's length. */
export interface StepResult {
  readonly sample: Float32Array;
  readonly predictedX0: Float32Array;
}

/**
 * A sampler for a number of steps and one image. It stores earlier outputs, so another image needs another instance.
 * Samples are flat float32 latents in C order; `index` counts model calls from 0.
 */
export interface Scheduler {
  /** One entry per model call, descending. Karras variants of Euler have fractions. */
  readonly timesteps: readonly number[];
  /** Factor for the initial standard normal noise. */
  readonly initNoiseSigma: number;
  /** Model calls per step. */
  readonly callsPerStep: 1 | 2;
  /** Scales the sample to the model's input scale. */
  scaleModelInput(sample: Float32Array, index: number): Float32Array;
  /** Whether `step` at this index needs a fresh tensor of standard normal noise. */
  wantsNoise(index: number): boolean;
  /** @throws Error when `wantsNoise(index)` and no noise is given */
  step(output: Float32Array, index: number, sample: Float32Array, noise?: Float32Array): StepResult;
  /** Noises the clean latent to the level of the call `index`. Image-to-image starts from it. */
  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array;
}
