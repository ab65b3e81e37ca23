import type { Denoiser, DenoiserConditions, NoisyImage, Predict } from './denoiser.js';

interface Call {
  readonly image: NoisyImage;
  readonly timestep: number;
  readonly conditions: DenoiserConditions;
  readonly resolve: (predictions: Float32Array[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins the model calls of images that are rendered together: each waits until all images that still run have called. Images
 * of one job differ only in their noise, so they share sizes, guidance, and ControlNets.
 */
export class JoinedPredictions {
  private waiting: Call[] = [];

  /** @param running images that are being rendered */
  constructor(
    private readonly denoiser: Pick<Denoiser, 'predictAll'>,
    private running: number,
  ) {}

  readonly predict: Predict = (sample, timestep, texts, conditions) =>
    new Promise((resolve, reject) => {
      this.waiting.push({ image: { sample, texts }, timestep, conditions, resolve, reject });
      this.runWhenComplete();
    });

  /** An image has ended, in whatever way. The others no longer wait for it. */
  leave(): void {
    this.running--;
    this.runWhenComplete();
  }

  private runWhenComplete(): void {
    if (this.waiting.length === 0 || this.waiting.length < this.running) return;
    const calls = this.waiting;
    this.waiting = [];
    for (const joinable of Map.groupBy(calls, keyOf).values()) void this.run(joinable);
  }

  private async run(calls: readonly Call[]): Promise<void> {
    const { timestep, conditions } = calls[0]!;
    try {
      const images = calls.map(({ image }) => image);
      const predictions = await this.denoiser.predictAll(images, timestep, conditions);
      for (const [i, { resolve }] of calls.entries()) resolve(predictions[i]!);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }
}

/** Calls with equal keys fit into one batch. */
function keyOf({ image: { texts }, timestep, conditions: { controls = [] } }: Call): string {
  return [timestep, controls.length, ...texts.map(({ tokens }) => tokens)].join();
}
