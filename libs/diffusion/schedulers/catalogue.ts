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

interface CatalogueEntry {
  /** The field's usual name. */
  readonly label: string;
  /** How infotext writes it: `Sampler`, and `Schedule type` where it is not the sampler's own. */
  readonly sampler: string;
  readonly scheduleType?: string;
  readonly make: (config: SchedulerConfig, steps: number, options: SchedulerOptions) => Scheduler;
}

export interface SchedulerOptions {
  /** How much fresh noise DDIM adds, 0 none to 1 as much as DDPM; other samplers do not know it. */
  readonly eta?: number;
}

const CATALOGUE = {
  ddim: { label: 'DDIM', sampler: 'DDIM', make: (config, steps, { eta }) => new Ddim(config, steps, eta) },
  euler: { label: 'Euler', sampler: 'Euler', make: (config, steps) => new Euler(config, steps) },
  euler_ancestral: {
    label: 'Euler a',
    sampler: 'Euler a',
    make: (config, steps) => new EulerAncestral(config, steps),
  },
  dpmpp_2m: {
    label: 'DPM++ 2M',
    sampler: 'DPM++ 2M',
    make: (config, steps) => new Dpmpp2m(config, steps, { karras: false, sde: false }),
  },
  dpmpp_2m_karras: {
    label: 'DPM++ 2M Karras',
    sampler: 'DPM++ 2M',
    scheduleType: 'Karras',
    make: (config, steps) => new Dpmpp2m(config, steps, { karras: true, sde: false }),
  },
  dpmpp_2m_sde: {
    label: 'DPM++ 2M SDE',
    sampler: 'DPM++ 2M SDE',
    make: (config, steps) => new Dpmpp2m(config, steps, { karras: false, sde: true }),
  },
  dpmpp_2m_sde_karras: {
    label: 'DPM++ 2M SDE Karras',
    sampler: 'DPM++ 2M SDE',
    scheduleType: 'Karras',
    make: (config, steps) => new Dpmpp2m(config, steps, { karras: true, sde: true }),
  },
  pndm: { label: 'PNDM', sampler: 'PLMS', make: (config, steps) => new Pndm(config, steps) },
  heun: { label: 'Heun', sampler: 'Heun', make: (config, steps) => new Heun(config, steps) },
  unipc: { label: 'UniPC', sampler: 'UniPC', make: (config, steps) => new UniPc(config, steps) },
  lcm: { label: 'LCM', sampler: 'LCM', make: (config, steps) => new Lcm(config, steps) },
} satisfies Record<string, CatalogueEntry>;

export type SchedulerName = keyof typeof CATALOGUE;

/** Every sampler there is, in the order a list shows them. */
export const SCHEDULER_NAMES = Object.keys(CATALOGUE) as readonly SchedulerName[];

export function isSchedulerName(name: string): name is SchedulerName {
  return Object.hasOwn(CATALOGUE, name);
}

/** How people and infotext call a sampler. */
export function schedulerLabels(name: SchedulerName): { label: string; sampler: string; scheduleType?: string } {
  const { label, sampler, scheduleType }: CatalogueEntry = CATALOGUE[name];
  return { label, sampler, ...(scheduleType ? { scheduleType } : {}) };
}

/**
 * A sampler for one picture of `steps` steps, on the noise schedule the model was trained with.
 * @throws RangeError for a number of steps that cannot be walked
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
  return CATALOGUE[name].make(config, steps, options);
}
