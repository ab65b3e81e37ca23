import type { SchedulerConfig } from './scheduler-config.js';
import type { Scheduler } from './scheduler.js';
import { Ddim } from './ddim.js';
import { Dpmpp2m } from './dpmpp-2m.js';
import { EulerAncestral } from './euler-ancestral.js';
import { Euler } from './euler.js';

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

/** A sampler for one picture of `steps` steps, on the noise schedule the model was trained with. */
export function createScheduler(
  name: SchedulerName,
  config: SchedulerConfig,
  steps: number,
  options: SchedulerOptions = {},
): Scheduler {
  return CATALOGUE[name].make(config, steps, options);
}
