import { LRUCache } from 'lru-cache';
import type { DenoisedLatents } from './engine-protocol.js';
import type { ModelRequest } from './model-requests.js';

/** What an image looked like after one of its steps. */
export interface KeptStep {
  readonly step: number;
  readonly denoised: DenoisedLatents;
}

/** The steps of the images of a take, by image. */
export interface KeptTake {
  readonly model: ModelRequest;
  readonly images: ReadonlyMap<number, readonly KeptStep[]>;
}

/** A few hundred images of a small model, and two dozen of SDXL. */
const MAX_BYTES = 64 * 2 ** 20;
/** Steps of an image. Of more, evenly spaced ones are kept. */
const MAX_KEPT_STEPS = 24;

/** Collects the steps of a take while it renders. */
export class StepRecorder {
  private readonly images = new Map<number, KeptStep[]>();

  record(image: number, step: number, denoised: DenoisedLatents): void {
    const kept = this.images.get(image) ?? [];
    // An image that is rendered once more starts again.
    this.images.set(image, [...kept.filter((one) => one.step < step), { step, denoised }]);
  }

  take(model: ModelRequest): KeptTake {
    return { model, images: new Map([...this.images].map(([image, steps]) => [image, evenly(steps)])) };
  }
}

/** The first and the last step, and evenly spaced ones between them. */
function evenly(steps: readonly KeptStep[]): KeptStep[] {
  if (steps.length <= MAX_KEPT_STEPS) return [...steps];
  const at = (n: number) => steps[Math.round((n * (steps.length - 1)) / (MAX_KEPT_STEPS - 1))]!;
  return Array.from({ length: MAX_KEPT_STEPS }, (_, n) => at(n));
}

const bytesOf = ({ images }: KeptTake): number =>
  [...images.values()].flat().reduce((sum, { denoised }) => sum + denoised.data.byteLength, 1);

/** The steps of the newest takes, so that they can be watched again. */
export class KeptSteps {
  private readonly takes = new LRUCache<string, KeptTake>({ maxSize: MAX_BYTES, sizeCalculation: bytesOf });

  keep(takeId: string, take: KeptTake): void {
    this.takes.set(takeId, take);
  }

  of(takeId: string): KeptTake | undefined {
    return this.takes.get(takeId);
  }
}
