interface SamplerNames {
  /** The common display name. */
  readonly label: string;
  /** The names in infotext: `Sampler`, and `Schedule type` if it isn't the sampler's default. */
  readonly sampler: string;
  readonly scheduleType?: string;
}

/** All samplers in display order, with their common names. */
const SAMPLERS = {
  ddim: { label: 'DDIM', sampler: 'DDIM' },
  euler: { label: 'Euler', sampler: 'Euler' },
  euler_ancestral: { label: 'Euler a', sampler: 'Euler a' },
  // Newer tools default to another schedule for these two.
  dpmpp_2m: { label: 'DPM++ 2M', sampler: 'DPM++ 2M', scheduleType: 'Uniform' },
  dpmpp_2m_karras: { label: 'DPM++ 2M Karras', sampler: 'DPM++ 2M', scheduleType: 'Karras' },
  dpmpp_2m_sde: { label: 'DPM++ 2M SDE', sampler: 'DPM++ 2M SDE', scheduleType: 'Uniform' },
  dpmpp_2m_sde_karras: { label: 'DPM++ 2M SDE Karras', sampler: 'DPM++ 2M SDE', scheduleType: 'Karras' },
  pndm: { label: 'PNDM', sampler: 'PLMS' },
  heun: { label: 'Heun', sampler: 'Heun' },
  unipc: { label: 'UniPC', sampler: 'UniPC' },
  lcm: { label: 'LCM', sampler: 'LCM' },
} satisfies Record<string, SamplerNames>;

export type SamplerName = keyof typeof SAMPLERS;

export const SAMPLER_NAMES = Object.keys(SAMPLERS) as readonly SamplerName[];

/** Display name of a sampler, and its names in infotext. */
export function samplerLabels(name: SamplerName): { label: string; sampler: string; scheduleType?: string } {
  const { label, sampler, scheduleType }: SamplerNames = SAMPLERS[name];
  return { label, sampler, ...(scheduleType ? { scheduleType } : {}) };
}

export interface ParsedSampler {
  readonly name: SamplerName;
  /** Whether the requested schedule is supported. */
  readonly isScheduleSupported: boolean;
}

/** Other names of samplers: older ones, and those of other tools. */
const ALIASES: Readonly<Record<string, SamplerName>> = {
  pndm: 'pndm',
  keulera: 'euler_ancestral',
  keuler: 'euler',
  kheun: 'heun',
  kdpmpp2m: 'dpmpp_2m',
  kdpmpp2mka: 'dpmpp_2m_karras',
  eulerancestral: 'euler_ancestral',
};
/** Schedule types that mean the sampler's default. */
const DEFAULT_SCHEDULES = ['', 'automatic', 'uniform', 'normal', 'default', 'sgmuniform'];
/** Samplers whose automatic schedule is Karras in newer tools. */
const AUTOMATICALLY_KARRAS = ['dpmpp2m'];

/**
 * Finds the sampler of an infotext. Older ones include the schedule in the name ("DPM++ 2M Karras"), newer ones have
 * a separate key. Without either, the sampler's default applies.
 */
export function findSampler(sampler: string, scheduleType = ''): ParsedSampler | undefined {
  const [base, scheduleInName] = splitKarras(normalize(sampler));
  const schedule = scheduleInName ?? normalize(scheduleType);
  const isKarras = schedule === 'karras' || (schedule === 'automatic' && AUTOMATICALLY_KARRAS.includes(base));
  const fullName = isKarras ? `${base}karras` : base;
  const name = findByName(fullName) ?? findByName(base);
  if (!name) return undefined;
  return {
    name,
    isScheduleSupported: isKarras ? findByName(fullName) !== undefined : DEFAULT_SCHEDULES.includes(schedule),
  };
}

function findByName(spelling: string): SamplerName | undefined {
  return (
    SAMPLER_NAMES.find((name) => normalize(name) === spelling || normalize(SAMPLERS[name].label) === spelling) ??
    SAMPLER_NAMES.find((name) => normalize(SAMPLERS[name].sampler) === spelling) ??
    (Object.hasOwn(ALIASES, spelling) ? ALIASES[spelling] : undefined)
  );
}

function splitKarras(name: string): [base: string, schedule: string | undefined] {
  return name.endsWith('karras') ? [name.slice(0, -'karras'.length), 'karras'] : [name, undefined];
}

const normalize = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('++', 'pp')
    .replaceAll(/[^a-z0-9]/g, '');
