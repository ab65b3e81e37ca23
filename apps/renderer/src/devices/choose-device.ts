import {
  CPU,
  describeDevice,
  type DeviceTrial,
  findProviders,
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
  for (const device of candidatesOf(setting, machine, problems)) {
    const environment = await selectCard(device, machine);
    if (isMissing(environment)) {
      problems.push(environment);
      continue;
    }
    const report = await tryDevice({ device, threads, isTimed: isAuto, environment });
    const problem = problemFrom(device.provider, report);
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

function withTrial(device: SessionDevice, report: Report): SessionDevice {
  if (!('trial' in report)) return device;
  const { hasWrongAttention, batch } = report.trial;
  return {
    ...device,
    ...(hasWrongAttention && { hasWrongAttention }),
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

/** As it is shown once the processor computes a model, because the device failed with it. */
export function withFailedModel(view: DeviceView, modelName: string, reason: string): DeviceView {
  const { provider, problems } = view;
  const detail = `with ${modelName}, which the processor renders: ${reason}`.slice(0, MAX_DETAIL);
  return { ...view, problems: [...problems, { provider, reason: 'failed' as const, detail }].slice(-MAX_PROBLEMS) };
}

/** For the log. */
export const measuredBy = ({ trial: { stepMs, batch } = { hasWrongAttention: false } }: ChosenDevice) => ({
  ...(stepMs && { deviceMs: stepMs.device, processorMs: stepMs.processor }),
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
    unsupported: `${detail ?? `this system has no ${provider}`}`,
    notInstalled: `${provider} is not installed (${detail})`,
    noDevice: `${provider} has no device (${detail})`,
    tooSlow: `${provider} takes ${slowdown} times as long as the processor`,
    failed: `${provider} failed (${detail})`,
  })[reason];
