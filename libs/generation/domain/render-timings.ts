import { finalSize, type TakeSettings } from '@visionary/contract';
import { modelMemoryKey, withoutLoras } from './loras.js';
import type { PoolEntry } from './renderer-protocol.js';

export interface MeasuredTake {
  readonly settings: TakeSettings;
  /** Of the whole take: all images, decoding included. */
  readonly renderMs: number;
  /** Of loading the model; 0 if it was in memory, undefined if it was not measured. */
  readonly loadMs?: number | undefined;
}

/** Estimates are rough. A take that takes longer than this says nothing about when it ends. */
const OVERDUE_FACTOR = 2;
const OVERDUE_MS = 10_000;

/** Whether a take that was expected to end after `expectedMs` still renders after much longer. */
export const isOverdue = (expectedMs: number, elapsedMs: number): boolean =>
  elapsedMs > OVERDUE_FACTOR * expectedMs + OVERDUE_MS;

interface MeasuredLoad {
  readonly loadMs: number;
  /** Undefined if only the time is known. */
  readonly bytes: number | undefined;
}

/** Measured load times and memory of models with their LoRAs, by memory key. */
export class LoadTimes {
  private readonly loads = new Map<string, MeasuredLoad>();

  record(entry: Pick<PoolEntry, 'modelName' | 'loras' | 'vae' | 'loadMs'> & { readonly bytes?: number }): void {
    const key = modelMemoryKey(entry.modelName, entry.loras, entry.vae);
    this.loads.set(key, { loadMs: entry.loadMs, bytes: entry.bytes ?? this.loads.get(key)?.bytes });
  }

  /** @returns that of the model alone if it was never loaded with these LoRAs, undefined if it was never loaded at all */
  loadMs(key: string): number | undefined {
    return (this.loads.get(key) ?? this.loads.get(withoutLoras(key)))?.loadMs;
  }

  bytes(key: string): number | undefined {
    return this.loads.get(key)?.bytes;
  }
}

interface MeasuredStep {
  readonly pixels: number;
  stepMs: number;
}

/** Weight of a new measurement in the moving average: step times drift with the load of the machine. */
const NEWEST_WEIGHT = 0.3;

/** How many times as large as in the first pass an image is in the second. */
export const hiresArea = (settings: TakeSettings): number => {
  const { width, height } = finalSize(settings);
  return (width * height) / (settings.width * settings.height);
};

/** Steps of the first pass. An init image skips the first ones. An upscale counts as one. */
const firstSteps = ({ steps, init, upscale }: TakeSettings): number => {
  if (upscale) return 1;
  return Math.max(1, init ? Math.floor(steps * init.strength) : steps);
};

/**
 * Steps that run. Those of a second pass count as many times as each takes.
 * @param growth how the time of a step grows with the area
 */
export const stepsOf = (settings: TakeSettings, growth = (area: number): number => area): number =>
  firstSteps(settings) + (settings.hires && !settings.upscale ? settings.hires.steps * growth(hiresArea(settings)) : 0);

export const measuredStepMs = ({ settings, renderMs }: MeasuredTake): number =>
  renderMs / (stepsOf(settings) * settings.batch);

/** What renders: the model, or for an upscale the upscaler. */
const rendererOf = ({ model, upscale }: TakeSettings): string => (upscale ? `upscaler ${upscale.upscaler}` : model);

/** In an upscale, that of the result: the time grows with it. */
const pixelsOf = (settings: TakeSettings): number => {
  const { width, height } = settings.upscale ?? settings;
  return width * height;
};

/** Measured step times by model and size. An unmeasured size is scaled by area from the nearest measured one. */
export class StepTimes {
  private readonly models = new Map<string, Map<number, MeasuredStep>>();

  record(take: MeasuredTake): void {
    const model = rendererOf(take.settings);
    const stepMs = measuredStepMs(take);
    if (!(stepMs > 0)) return;
    const pixels = pixelsOf(take.settings);
    const sizes = this.models.get(model) ?? new Map<number, MeasuredStep>();
    this.models.set(model, sizes);
    const measured = sizes.get(pixels);
    if (measured) measured.stepMs += NEWEST_WEIGHT * (stepMs - measured.stepMs);
    else sizes.set(pixels, { pixels, stepMs });
  }

  /** @returns milliseconds for the whole take; undefined if its model was never measured */
  renderMs(settings: TakeSettings): number | undefined {
    const nearest = this.nearest(settings);
    return nearest && nearest.stepMs * (pixelsOf(settings) / nearest.pixels) * stepsOf(settings) * settings.batch;
  }

  /** The step time of the measured size that is nearest to that of the settings. */
  nearest(settings: TakeSettings): Readonly<MeasuredStep> | undefined {
    const pixels = pixelsOf(settings);
    const distance = (measured: MeasuredStep) => Math.abs(Math.log(measured.pixels / pixels));
    const [nearest] = [...(this.models.get(rendererOf(settings))?.values() ?? [])].sort(
      (a, b) => distance(a) - distance(b),
    );
    return nearest;
  }
}

/** Measurements of this instance, for queue estimates. */
export class RenderTimings {
  readonly steps = new StepTimes();
  readonly loads = new LoadTimes();
}
