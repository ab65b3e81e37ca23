import type { SchedulerConfig } from './scheduler-config.js';

/** Rounds to the nearest integer, half to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `count` evenly spaced values from `start` to `end`, both included, in double precision. */
export function linspace(start: number, end: number, count: number): number[] {
  if (count === 1) return [start];
  const step = (end - start) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? end : start + i * step));
}

/**
 * `[steps]` descending timesteps, counted back from the end of training by `trainTimesteps / steps`. The distance is
 * the double-precision difference of the first two values, as in the reference, because it decides which values are
 * exact halves.
 */
export function trailingTimesteps(config: SchedulerConfig, steps: number): number[] {
  const end = config.trainTimesteps;
  const distance = end - end / steps - end;
  return Array.from({ length: steps }, (_, i) => roundHalfEven(end + i * distance) - 1);
}

/**
 * `[steps]` descending timesteps at multiples of an integer distance, shifted by `steps_offset`.
 * @throws RangeError when that exceeds the training timesteps
 */
export function leadingTimesteps(config: SchedulerConfig, steps: number): number[] {
  const distance = Math.floor(config.trainTimesteps / steps);
  if ((steps - 1) * distance + config.stepsOffset >= config.trainTimesteps) {
    throw new RangeError(`${steps} steps leave the ${config.trainTimesteps} that were trained`);
  }
  return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * distance + config.stepsOffset);
}

/** `[steps]` descending timesteps from the last training timestep to 0, unrounded. */
export function linspaceTimesteps(config: SchedulerConfig, steps: number): number[] {
  return linspace(0, config.trainTimesteps - 1, steps).reverse();
}

/** DPM++ and UniPC plan one step more than requested and omit the last. */
export function multistepTimesteps(config: SchedulerConfig, steps: number): number[] {
  switch (config.timestepSpacing) {
    case 'leading':
      return leadingTimesteps(config, steps + 1).slice(0, steps);
    case 'linspace':
      return linspaceTimesteps(config, steps + 1)
        .slice(0, steps)
        .map(roundHalfEven);
    case 'trailing':
      return trailingTimesteps(config, steps);
    default:
      return config.timestepSpacing satisfies never;
  }
}

/** `[steps]` descending integer timesteps for DDIM and PNDM. */
export function integerTimesteps(config: SchedulerConfig, steps: number): number[] {
  switch (config.timestepSpacing) {
    case 'leading':
      return leadingTimesteps(config, steps);
    case 'linspace':
      return linspaceTimesteps(config, steps).map(roundHalfEven);
    case 'trailing':
      return trailingTimesteps(config, steps);
    default:
      return config.timestepSpacing satisfies never;
  }
}
