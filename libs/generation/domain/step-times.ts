import type { MeasuredTake } from './takes.js';
import type { TakeSettings } from './take.js';

interface Measured {
  readonly pixels: number;
  stepMs: number;
}

/** A newer measurement counts for so much: times drift with what else the machine does. */
const NEWEST_WEIGHT = 0.3;

/** An image to start from saves the first steps. */
const stepsOf = ({ steps, init }: TakeSettings): number =>
  Math.max(1, init ? Math.floor(steps * init.strength) : steps);

/** @param renderMs of the whole take: all images, decoding too */
export const measuredStepMs = ({ settings, renderMs }: MeasuredTake): number =>
  renderMs / (stepsOf(settings) * settings.batch);

/** What a step really took, by model and size; where a size was not measured, the nearest one scaled by its area. */
export class StepTimes {
  private readonly models = new Map<string, Map<number, Measured>>();

  note(take: MeasuredTake): void {
    const { model, width, height } = take.settings;
    const stepMs = measuredStepMs(take);
    if (!(stepMs > 0)) return;
    const pixels = width * height;
    const sizes = this.models.get(model) ?? new Map<number, Measured>();
    this.models.set(model, sizes);
    const known = sizes.get(pixels);
    if (known) known.stepMs += NEWEST_WEIGHT * (stepMs - known.stepMs);
    else sizes.set(pixels, { pixels, stepMs });
  }

  /** @returns milliseconds the whole take will render, undefined while its model was never measured. */
  renderMs(settings: TakeSettings): number | undefined {
    const { model, batch, width, height } = settings;
    const pixels = width * height;
    const distance = (measured: Measured) => Math.abs(Math.log(measured.pixels / pixels));
    const [nearest] = [...(this.models.get(model)?.values() ?? [])].sort((a, b) => distance(a) - distance(b));
    return nearest && nearest.stepMs * (pixels / nearest.pixels) * stepsOf(settings) * batch;
  }
}
