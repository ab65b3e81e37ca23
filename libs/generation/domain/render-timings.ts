import type { RenderedOn } from '@visionary/contract';
import { modelMemoryKey, withoutLoras } from './loras.js';
import type { PoolEntry } from './renderer-protocol.js';
import { StepTimes } from './step-times.js';

/** Estimates are rough. A take that takes longer than this says nothing about when it ends. */
const OVERDUE_FACTOR = 2;
const OVERDUE_MS = 10_000;

/** How long something was expected to take, and how long ago. */
export interface TimeEstimate {
  readonly expectedMs: number;
  readonly elapsedMs: number;
}

/** Negative if it takes longer. */
export const msLeftOf = ({ expectedMs, elapsedMs }: TimeEstimate): number => Math.round(expectedMs - elapsedMs);

/** Whether it takes so much longer than expected that its end is unknown. */
export const isOverdue = ({ expectedMs, elapsedMs }: TimeEstimate): boolean =>
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

/** Measurements of one device. */
export interface DeviceTimings {
  readonly steps: StepTimes;
  readonly loads: LoadTimes;
}

/** A device with times of its own. */
export interface MeasuredDevice extends RenderedOn {
  /** Id of the lent renderer. Its times are its own: it names its device itself, and may be any machine. */
  readonly lentBy?: string | undefined;
}

const MAX_DEVICES = 50;

const keyOf = ({ provider, device = '', lentBy }: MeasuredDevice): string =>
  lentBy === undefined ? `${provider} ${device}` : `${provider} of ${lentBy}`;

/** Measurements of this instance, for queue estimates. A step on a card says nothing about one on the processor. */
export class RenderTimings {
  /** The one that was used last comes last. */
  private readonly devices = new Map<string, DeviceTimings>();

  on(measured: MeasuredDevice): DeviceTimings {
    const key = keyOf(measured);
    const timings = this.devices.get(key) ?? { steps: new StepTimes(), loads: new LoadTimes() };
    this.devices.delete(key);
    this.devices.set(key, timings);
    const [oldest] = this.devices.keys();
    if (this.devices.size > MAX_DEVICES && oldest !== undefined) this.devices.delete(oldest);
    return timings;
  }
}
