import type { Settings, TakeSettings, Upscale } from '@visionary/contract';
import { imageWork, type MeasuredTake, type PassWork, type TakeShape } from './image-work.js';

/** The time of a step. */
export interface LatestStep {
  readonly model: string;
  readonly pixels: number;
  readonly stepMs: number;
}

interface MeasuredStep {
  readonly pixels: number;
  stepMs: number;
  /** By takes that compute nothing but this step. Other takes then measure what they compute besides. */
  isExact: boolean;
}

/** Weight of a new measurement in the moving average: times drift with the load of the machine. */
const NEWEST_WEIGHT = 0.3;
/** Of a ControlNet, as a share of the UNet, until it was measured. */
const CONTROL_SHARE = 0.5;
/** What a take measures is what others leave, so that one slow take could make it absurd. */
const CONTROL_SHARES = { min: 0.1, max: 2 };

/** Of the image that is enlarged by itself. */
const sourcePixels = ({ width, height, scale }: Upscale): number => (width * height) / scale ** 2;

const averaged = (before: number | undefined, newest: number): number =>
  before === undefined ? newest : before + NEWEST_WEIGHT * (newest - before);

/**
 * Times of steps by model and size, of ControlNets by model, and of upscaler models, measured by whole takes. A take measures
 * what is unknown of it: the step itself, else what its upscaler, its second pass, or its ControlNets add to known steps. An
 * unmeasured size is scaled by area from the nearest measured one.
 */
export class StepTimes {
  private readonly models = new Map<string, Map<number, MeasuredStep>>();
  private latestStep: LatestStep | undefined;
  /** By model. */
  private readonly controlShares = new Map<string, number>();
  /** Milliseconds per pixel of the image that is enlarged. */
  private readonly upscalers = new Map<string, number>();

  record(take: MeasuredTake): void {
    const { model, batch, upscale } = take.settings;
    const ms = take.renderMs / batch;
    if (!(ms > 0)) return;
    if (upscale) return this.recordUpscale(upscale.upscaler, ms / sourcePixels(upscale));
    const { first, second, upscaler } = imageWork(take);
    const isExact = !second && first.controlSteps === 0;
    if (isExact || !this.models.get(model)?.get(first.pixels)?.isExact) {
      const areaOfSecond = second ? second.pixels / first.pixels : 0;
      const steps = this.weighted(model, first) + (second ? this.weighted(model, second) * areaOfSecond : 0);
      this.recordStep(model, first.pixels, (ms - (this.upscaleMs(take.settings) ?? 0)) / steps, isExact);
      return;
    }
    const rest = ms - this.passMs(model, first)!;
    if (upscaler) {
      this.recordUpscale(upscaler.id, Math.max(0, rest - this.passMs(model, second!)!) / upscaler.pixels);
    } else if (second) {
      this.recordStep(model, second.pixels, rest / this.weighted(model, second), false);
    } else {
      this.recordControls(model, first, ms);
    }
  }

  /** @returns milliseconds for the whole take; undefined if its model was never measured */
  renderMs(take: TakeShape): number | undefined {
    const { model, batch, upscale } = take.settings;
    if (upscale) return this.upscaleMs(take.settings);
    const { first, second } = imageWork(take);
    const firstMs = this.passMs(model, first);
    if (firstMs === undefined) return undefined;
    const secondMs = second ? this.passMs(model, second)! : 0;
    return (firstMs + (this.upscaleMs(take.settings) ?? 0) + secondMs) * batch;
  }

  /** Of the upscaler model of a take, for one image; 0 without one, undefined if it was never measured. */
  upscaleMs(settings: TakeSettings): number | undefined {
    const { upscale } = settings;
    const upscaler = upscale
      ? { id: upscale.upscaler, pixels: sourcePixels(upscale) }
      : imageWork({ settings }).upscaler;
    if (!upscaler) return 0;
    const msPerPixel = this.upscalers.get(upscaler.id);
    return msPerPixel === undefined ? undefined : msPerPixel * upscaler.pixels;
  }

  /** Of the model and size that were measured last. */
  get latest(): LatestStep | undefined {
    return this.latestStep;
  }

  /** The step time of the measured size that is nearest to that of the settings. */
  nearest({ model, width, height }: Settings): Readonly<Pick<MeasuredStep, 'pixels' | 'stepMs'>> | undefined {
    return this.nearestTo(model, width * height);
  }

  private nearestTo(model: string, pixels: number): MeasuredStep | undefined {
    const distance = (measured: MeasuredStep) => Math.abs(Math.log(measured.pixels / pixels));
    const [nearest] = [...(this.models.get(model)?.values() ?? [])].sort((a, b) => distance(a) - distance(b));
    return nearest;
  }

  private passMs(model: string, pass: PassWork): number | undefined {
    const nearest = this.nearestTo(model, pass.pixels);
    return nearest && nearest.stepMs * (pass.pixels / nearest.pixels) * this.weighted(model, pass);
  }

  /** Steps of a pass, with those of its ControlNets as shares. */
  private weighted(model: string, { steps, controlSteps }: PassWork): number {
    return steps + controlSteps * (this.controlShares.get(model) ?? CONTROL_SHARE);
  }

  private recordStep(model: string, pixels: number, stepMs: number, isExact: boolean): void {
    if (!(stepMs > 0)) return;
    const sizes = this.models.get(model) ?? new Map<number, MeasuredStep>();
    this.models.set(model, sizes);
    const known = sizes.get(pixels);
    if (known && known.isExact && !isExact) return;
    // An exact measurement replaces a guess.
    const before = known?.isExact === isExact ? known.stepMs : undefined;
    sizes.set(pixels, { pixels, stepMs: averaged(before, stepMs), isExact });
    this.latestStep = { model, pixels, stepMs: averaged(before, stepMs) };
  }

  private recordUpscale(id: string, msPerPixel: number): void {
    this.upscalers.set(id, averaged(this.upscalers.get(id), msPerPixel));
  }

  private recordControls(model: string, { pixels, steps, controlSteps }: PassWork, ms: number): void {
    const { stepMs } = this.models.get(model)!.get(pixels)!;
    const share = (ms / stepMs - steps) / controlSteps;
    const { min, max } = CONTROL_SHARES;
    const bounded = Math.min(max, Math.max(min, share));
    this.controlShares.set(model, averaged(this.controlShares.get(model), bounded));
  }
}
