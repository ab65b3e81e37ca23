import type { LenderMessage } from './lending-protocol.js';
import type { RenderJob, StopPoint } from './renderer-protocol.js';

type Of<T extends LenderMessage['type']> = Extract<LenderMessage, { type: T }>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A corrupt image is rendered once more, and so is one whose device failed. Reports with frames may arrive after later ones
 * without, so their order says nothing.
 */
const MAX_RENDERS = 3;

/** A PNG stores at most this much per pixel, and texts. */
const BYTES_PER_PIXEL = 4;
const MAX_TEXT_BYTES = 2 ** 20;

/** The size of a job's images, in pixels. */
export const imageSizeOf = ({ upscale, hires, width, height }: RenderJob): Size => {
  const { width: finalWidth, height: finalHeight } = upscale ?? hires ?? { width, height };
  return { width: finalWidth, height: finalHeight };
};

/**
 * What may be reported about one take: sizes, steps, and seeds are those of the request. Each method returns what is wrong, in
 * English, or undefined.
 */
export class LentOrder {
  private readonly steerIds = new Set<string>();
  private isStopRequested = false;
  private reportedSteps = 0;
  private stepsOfImage = Infinity;
  private readonly imageChunks: Uint8Array[][] = [];
  private receivedBytes = 0;

  constructor(
    private readonly job: RenderJob,
    /** Of an upscale, whose tiles count as steps; Infinity if unknown. */
    private readonly maxSteps = job.upscale ? Infinity : job.steps + (job.hires?.steps ?? 0),
  ) {}

  /** PNGs that arrived completely. */
  get images(): readonly Uint8Array[] {
    return this.imageChunks.map((chunks) => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
  }

  /** @returns the stop point, unless it lies after the last step of its image, which it does not change then */
  cutAt(stopPoint: StopPoint | undefined): StopPoint | undefined {
    const stop = stopPoint ?? this.job.stopPoint;
    return stop && stop.step < this.stepsOfImage ? stop : undefined;
  }

  addSteer(steerId: string): void {
    this.steerIds.add(steerId);
  }

  requestStop(): void {
    this.isStopRequested = true;
  }

  checkStep({ imageIndex, step, steps, images }: Of<'step'>): string | undefined {
    if (images !== this.job.batch || imageIndex >= this.job.batch) return 'it counts images that were not ordered';
    if (steps < 1 || steps > this.maxSteps || step < 1 || step > steps) return 'it counts steps that were not ordered';
    this.reportedSteps += 1;
    this.stepsOfImage = steps;
    const isEndless = this.reportedSteps > MAX_RENDERS * this.job.batch * this.maxSteps;
    return isEndless ? 'it reports more steps than its take can have' : undefined;
  }

  checkSteer({ steerId, imageIndex, step }: Of<'steered'>): string | undefined {
    if (!this.steerIds.delete(steerId)) return 'it reports a steer that nobody requested';
    return imageIndex >= this.job.batch || step > this.maxSteps ? 'it reports a steer after the last step' : undefined;
  }

  /** Adds the next bytes of an image. */
  addImageBytes({ imageIndex, of, bytes }: Of<'image'>): string | undefined {
    const { width, height } = imageSizeOf(this.job);
    if (of > width * height * BYTES_PER_PIXEL + MAX_TEXT_BYTES) return 'an image has too many bytes';
    const last = this.imageChunks.length - 1;
    const isNext = imageIndex === last + 1 && this.receivedBytes === 0;
    if (imageIndex >= this.job.batch || !(isNext || (imageIndex === last && this.receivedBytes > 0))) {
      return 'it sends images out of order';
    }
    if (isNext) this.imageChunks.push([]);
    this.receivedBytes += bytes.length;
    if (bytes.length === 0 || this.receivedBytes > of) return 'an image has other bytes than announced';
    this.imageChunks[imageIndex]!.push(bytes);
    if (this.receivedBytes === of) this.receivedBytes = 0;
    return undefined;
  }

  checkFinish({ images, stopPoint, record }: Of<'finished'>): string | undefined {
    if (this.receivedBytes > 0 || images.length !== this.imageChunks.length) return 'images are missing';
    const together = [record.together, ...images.map((one) => one.together)];
    if (together.some((count = 1) => count > this.job.batch)) return 'it rendered more images together than ordered';
    const loras = new Set(this.job.loras?.map(({ id }) => id));
    if (record.loraHashes.some(({ id }) => !loras.has(id))) {
      return 'it names LoRAs that were not ordered';
    }
    const stop = stopPoint ?? this.job.stopPoint;
    const problem = stopPoint && this.checkStop(stopPoint);
    if (problem !== undefined) return problem;
    const expected = stop ? stop.image + 1 : this.job.batch;
    if (images.length !== expected) return 'it sends another number of images than ordered';
    const hasForeignSeed = images.some(({ seed, replaced }, at) => (replaced?.seed ?? seed) !== seedOf(this.job, at));
    return hasForeignSeed ? 'an image has a seed that was not ordered' : undefined;
  }

  private checkStop({ image, step, from = image }: StopPoint): string | undefined {
    const known = this.job.stopPoint;
    const isKnown = known?.image === image && known.step === step && (known.from ?? image) === from;
    if (from > image) return 'it stopped images in another order';
    if (!this.isStopRequested && !isKnown) return 'it stopped, which nobody requested';
    return image >= this.job.batch || step > this.maxSteps ? 'it stopped after the last step' : undefined;
  }
}

/** Seeds wrap around at 32 bits. */
const seedOf = ({ seed }: RenderJob, image: number): number => (seed + image) % 2 ** 32;
