interface SamplerNames {
  /** The field's usual name. */
  readonly label: string;
  /** How infotext writes it: `Sampler`, and `Schedule type` where it is not the sampler's own. */
  readonly sampler: string;
  readonly scheduleType?: string;
}

/** Every sampler there is, in the order a list shows them, and what the field calls it. */
const SAMPLERS = {
  ddim: { label: 'DDIM', sampler: 'DDIM' },
  euler: { label: 'Euler', sampler: 'Euler' },
  euler_ancestral: { label: 'Euler a', sampler: 'Euler a' },
  // Left to themselves, newer tools walk these two by another schedule.
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

/** How users and infotext call a sampler. */
export function samplerLabels(name: SamplerName): { label: string; sampler: string; scheduleType?: string } {
  const { label, sampler, scheduleType }: SamplerNames = SAMPLERS[name];
  return { label, sampler, ...(scheduleType ? { scheduleType } : {}) };
}

export interface ParsedSampler {
  readonly name: SamplerName;
  /** Whether it walks the schedule that was asked for. */
  readonly hasSchedule: boolean;
}

/** What a sampler is also called: older names, and those of other tools. */
const ALIASES: Readonly<Record<string, SamplerName>> = {
  pndm: 'pndm',
  keulera: 'euler_ancestral',
  keuler: 'euler',
  kheun: 'heun',
  kdpmpp2m: 'dpmpp_2m',
  kdpmpp2mka: 'dpmpp_2m_karras',
  eulerancestral: 'euler_ancestral',
};
/** Says no schedule of its own. */
const DEFAULT_SCHEDULES = ['', 'automatic', 'uniform', 'normal', 'default', 'sgmuniform'];
/** Samplers that newer tools walk by Karras' schedule unless told otherwise. */
const KARRAS_BY_ITSELF = ['dpmpp2m'];

/**
 * The sampler that an infotext names. Older ones name the schedule with it ("DPM++ 2M Karras"), newer ones beside it;
 * where both are missing the sampler's own was meant.
 */
export function findSampler(sampler: string, scheduleType = ''): ParsedSampler | undefined {
  const [base, named] = splitKarras(plain(sampler));
  const schedule = named ?? plain(scheduleType);
  const isKarras = schedule === 'karras' || (schedule === 'automatic' && KARRAS_BY_ITSELF.includes(base));
  const wanted = isKarras ? `${base}karras` : base;
  const name = find(wanted) ?? find(base);
  if (!name) return undefined;
  return { name, hasSchedule: isKarras ? find(wanted) !== undefined : DEFAULT_SCHEDULES.includes(schedule) };
}

function find(wanted: string): SamplerName | undefined {
  return (
    SAMPLER_NAMES.find((name) => plain(name) === wanted || plain(SAMPLERS[name].label) === wanted) ??
    SAMPLER_NAMES.find((name) => plain(SAMPLERS[name].sampler) === wanted) ??
    (Object.hasOwn(ALIASES, wanted) ? ALIASES[wanted] : undefined)
  );
}

function splitKarras(name: string): [base: string, schedule: string | undefined] {
  return name.endsWith('karras') ? [name.slice(0, -'karras'.length), 'karras'] : [name, undefined];
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('++', 'pp')
    .replaceAll(/[^a-z0-9]/g, '');
