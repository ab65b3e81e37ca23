import {
  CPU,
  describeDevice,
  type DeviceTrial,
  findProviders,
  isCpu,
  type Machine,
  type MissingProvider,
  problemOf,
  type ProviderName,
  selectCard,
  type SessionDevice,
} from '@visionary/diffusion';
import type {
  ProviderProblem,
  ProviderSetting,
  DeviceView,
} from '../../../../libs/generation/domain/renderer-protocol.js';
import type { RendererSettings } from '../settings.js';
import type { Remedy } from './device-failures.js';
import { tryApart } from './try-apart.js';

/** What sessions compute with, and what the server shows about it. */
export interface ChosenDevice {
  readonly device: SessionDevice;
  readonly view: DeviceView;
  /** Variables that this process needs to compute with it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What was measured. Absent for the processor. */
  readonly trial?: DeviceTrial;
}

/**
 * What all trials may take together. Drivers compile for seconds, on a busy machine for half a minute; the server waits a
 * minute for a renderer to start.
 */
const TRIALS_MS = 40_000;
const MAX_DETAIL = 500;
const MAX_PROBLEMS = 10;

/**
 * Decides what the renderer computes with. Looks at files first, so that a machine with only a processor waits for nothing.
 * Devices that may work are tried before the first take: one that is slower than the processor, as software devices are,
 * is not used unless it was chosen.
 * @param earlier problems of earlier processes
 */
export async function chooseDevice(
  setting: ProviderSetting,
  machine: Machine,
  threads: number,
  earlier: readonly ProviderProblem[] = [],
  tryDevice = tryApart,
): Promise<ChosenDevice> {
  const problems = [...earlier];
  const isAuto = setting.provider === 'auto';
  const candidates = candidatesOf(setting, machine, problems);
  for (const device of candidates) {
    const environment = await selectCard(device, machine);
    if (isMissing(environment)) {
      problems.push(environment);
      continue;
    }
    const request = { device, threads, isTimed: isAuto, environment };
    const report = await tryDevice(request, TRIALS_MS / candidates.length);
    const problem = problemFrom(device.provider, report);
    const limit = problem ? undefined : limitFrom(device.provider, report);
    if (limit) problems.push(limit);
    if (problem) problems.push(problem);
    else return { ...(await describe(withTrial(device, report), problems, report)), environment };
  }
  return describe(CPU, problems);
}

/** @param problems those of providers that can't be tried are added */
function candidatesOf(
  { provider, card }: ProviderSetting,
  machine: Machine,
  problems: ProviderProblem[],
): SessionDevice[] {
  if (provider === 'auto') {
    const { available, missing } = findProviders(machine);
    problems.push(...missing);
    return available.map((name) => ({ provider: name }));
  }
  // Software devices may be chosen.
  const problem = problemOf(provider, machine, false);
  if (problem) problems.push(problem);
  return problem || provider === 'cpu' ? [] : [{ provider, card }];
}

const isMissing = (found: Awaited<ReturnType<typeof selectCard>>): found is MissingProvider => 'reason' in found;

type Report = Awaited<ReturnType<typeof tryApart>>;

function problemFrom(provider: ProviderName, report: Report): ProviderProblem | undefined {
  if ('failure' in report) return { provider, reason: 'failed', detail: report.failure.slice(0, MAX_DETAIL) };
  const { stepMs } = report.trial;
  if (!stepMs || stepMs.device < stepMs.processor) return undefined;
  return { provider, reason: 'tooSlow', slowdown: Number((stepMs.device / stepMs.processor).toPrecision(2)) };
}

function limitFrom(provider: ProviderName, report: Report): ProviderProblem | undefined {
  const problem = 'trial' in report ? report.trial.half?.problem : undefined;
  if (problem === undefined) return undefined;
  return { provider, reason: 'fullPrecision', detail: problem.slice(0, MAX_DETAIL) };
}

function withTrial(device: SessionDevice, report: Report): SessionDevice {
  if (!('trial' in report)) return device;
  const { hasWrongAttention, half, batch } = report.trial;
  return {
    ...device,
    ...(hasWrongAttention && { hasWrongAttention }),
    ...(half && !half.problem && { hasHalf: true }),
    ...(batch && batch.images > 1 && { imagesTogether: batch.images }),
  };
}

async function describe(
  device: SessionDevice,
  problems: readonly ProviderProblem[],
  report?: Report,
): Promise<ChosenDevice> {
  return {
    device,
    ...(report && 'trial' in report && { trial: report.trial }),
    view: { provider: device.provider, ...(await describeDevice(device)), problems: problems.slice(-MAX_PROBLEMS) },
  };
}

/** As it is shown once a model is computed by the processor, or with 32 bits, because the device failed with it. */
export function withFailedModel(
  view: DeviceView,
  { modelName, reason, remedy }: { modelName: string; reason: string; remedy: Remedy },
): DeviceView {
  const { provider, problems } = view;
  const otherwise = remedy === 'processor' ? ', which the processor renders' : '';
  const detail = `with ${modelName}${otherwise}: ${reason}`.slice(0, MAX_DETAIL);
  const problem = { provider, reason: remedy === 'processor' ? 'failed' : remedy, detail } as const;
  return { ...view, problems: [...problems, problem].slice(-MAX_PROBLEMS) };
}

/** Settings take precedence over what was measured. The processor has none of them. */
export function withSettings(
  device: SessionDevice,
  { imagesTogether, precision }: Pick<RendererSettings, 'imagesTogether' | 'precision'>,
): SessionDevice {
  if (isCpu(device)) return device;
  return {
    ...device,
    ...(imagesTogether > 0 && { imagesTogether }),
    ...(precision !== 'auto' && { hasHalf: precision === 'half' }),
  };
}

/** For the log. */
export const measuredBy = ({ trial: { stepMs, half, batch } = { hasWrongAttention: false } }: ChosenDevice) => ({
  ...(stepMs && { deviceMs: stepMs.device, processorMs: stepMs.processor }),
  ...(half && { halfError: half.error, halfSpeedup: half.speedup }),
  ...(batch && { imagesTogether: batch.images, gain: batch.gain }),
});

/** One sentence for the log. */
export function deviceSentence({ provider, name, problems }: DeviceView): string {
  const used = provider === 'cpu' ? 'the processor' : `${provider}${name === undefined ? '' : ` (${name})`}`;
  if (problems.length === 0) return `The renderer computes with ${used}`;
  return `The renderer computes with ${used}: ${problems.map(reasonOf).join('; ')}`;
}

const reasonOf = ({ provider, reason, detail, slowdown }: ProviderProblem): string =>
  ({
    unsupported: detail ?? `this system has no ${provider}`,
    notInstalled: `${provider} needs ${detail ?? 'a Vulkan driver'}, which is missing`,
    noDevice: `${provider} found no card${detail === undefined ? '' : ` (${detail})`}`,
    tooSlow: `${provider} takes ${slowdown} times as long as the processor`,
    failed: `${provider} failed (${detail})`,
    fullPrecision: `${provider} computes checkpoints with 32 bits (${detail})`,
  })[reason];
