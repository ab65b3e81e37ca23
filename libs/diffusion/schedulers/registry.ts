import { SAMPLER_NAMES, samplerLabels } from '@visionary/infotext';
import type { SamplerName } from '@visionary/infotext';
import type { SchedulerConfig } from './scheduler-config.js';
import type { Scheduler } from './scheduler.js';
import { Ddim } from './ddim.js';
import { Dpmpp2m } from './dpmpp-2m.js';
import { EulerAncestral } from './euler-ancestral.js';
import { Euler } from './euler.js';
import { Heun } from './heun.js';
import { Lcm } from './lcm.js';
import { Pndm } from './pndm.js';
import { UniPc } from './unipc.js';

type SchedulerFactory = (config: SchedulerConfig, steps: number, options: SchedulerOptions) => Scheduler;

export interface SchedulerOptions {
  /** Stochasticity of DDIM: 0 is deterministic, 1 equals DDPM. Other samplers ignore it. */
  readonly eta?: number;
}

const FACTORIES: Readonly<Record<SamplerName, SchedulerFactory>> = {
  ddim: (config, steps, { eta }) => new Ddim(config, steps, eta),
  euler: (config, steps) => new Euler(config, steps),
  euler_ancestral: (config, steps) => new EulerAncestral(config, steps),
  dpmpp_2m: (config, steps) => new Dpmpp2m(config, steps, { karras: false, sde: false }),
  dpmpp_2m_karras: (config, steps) => new Dpmpp2m(config, steps, { karras: true, sde: false }),
  dpmpp_2m_sde: (config, steps) => new Dpmpp2m(config, steps, { karras: false, sde: true }),
  dpmpp_2m_sde_karras: (config, steps) => new Dpmpp2m(config, steps, { karras: true, sde: true }),
  pndm: (config, steps) => new Pndm(config, steps),
  heun: (config, steps) => new Heun(config, steps),
  unipc: (config, steps) => new UniPc(config, steps),
  lcm: (config, steps) => new Lcm(config, steps),
};

export type SchedulerName = SamplerName;

/** All samplers in display order. */
export const SCHEDULER_NAMES: readonly SchedulerName[] = SAMPLER_NAMES;

export function isSchedulerName(name: string): name is SchedulerName {
  return Object.hasOwn(FACTORIES, name);
}

/** Display names of samplers, also used in infotext. */
export const schedulerLabels = samplerLabels;

/**
 * Creates a sampler for one image of `steps` steps on the model's training noise schedule.
 * @throws RangeError when the number of steps is out of range
 */
export function createScheduler(
  name: SchedulerName,
  config: SchedulerConfig,
  steps: number,
  options: SchedulerOptions = {},
): Scheduler {
  if (!Number.isInteger(steps) || steps < 1 || steps > config.trainTimesteps) {
    throw new RangeError(`${steps} steps: it must be a whole number from 1 to ${config.trainTimesteps}`);
  }
  return FACTORIES[name](config, steps, options);
}
