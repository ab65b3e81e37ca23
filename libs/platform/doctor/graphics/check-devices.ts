import { type DeviceView, type Provider, type ProviderProblem, SOFTWARE_DEVICE } from '@visionary/contract';
import { finding, type DoctorFinding } from '../findings.js';
import type { GraphicsMachine } from './graphics-machine.js';
import { cudaCommand, CUDA_PROVIDER_COMMAND, vulkanCommand } from './install-commands.js';

export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  ...{ cpu: 'CPU', webgpu: 'WebGPU', cuda: 'CUDA', tensorrt: 'TensorRT', dml: 'DirectML', coreml: 'Core ML' },
};

/** What a renderer computes with, as it tried it, and why it uses nothing else. */
export function checkDevice(device: DeviceView, machine: GraphicsMachine, setting = 'auto'): DoctorFinding[] {
  return [usedFinding(device, machine, setting), ...device.problems.map((problem) => problemFinding(problem, machine))];
}

function usedFinding({ provider, name = '–' }: DeviceView, machine: GraphicsMachine, setting: string): DoctorFinding {
  const hasCard = machine.cards.length > 0;
  const isChosen = setting !== 'auto' && setting !== 'cpu';
  if (provider === 'cpu' && isChosen) return finding('graphics', 'warning', 'deviceNotChosen', { setting });
  if (provider === 'cpu') return finding('graphics', hasCard && setting === 'auto' ? 'warning' : 'ok', 'deviceCpu');
  const values = { provider: PROVIDER_NAMES[provider], name };
  return name === SOFTWARE_DEVICE
    ? finding('graphics', 'warning', 'deviceSoftware', { ...values, setting })
    : finding('graphics', 'ok', 'deviceUsed', values);
}

function problemFinding({ provider, reason, detail, slowdown }: ProviderProblem, machine: GraphicsMachine) {
  const values = { provider: PROVIDER_NAMES[provider], detail: detail ?? '–' };
  const hasCard = machine.cards.length > 0;
  switch (reason) {
    case 'tooSlow':
      return slowdown === undefined
        ? finding('graphics', hasCard ? 'warning' : 'ok', 'providerSlow', values)
        : finding('graphics', hasCard ? 'warning' : 'ok', 'providerTimesSlower', { ...values, times: slowdown });
    case 'noDevice':
      return detail === undefined
        ? finding('graphics', 'ok', 'providerNoDevice', values)
        : finding('graphics', 'warning', 'providerNoCard', values);
    case 'notInstalled':
      return provider === 'cuda' || provider === 'tensorrt'
        ? finding('graphics', 'warning', 'providerNotInstalledCuda', {
            ...values,
            provide: CUDA_PROVIDER_COMMAND,
            command: cudaCommand(machine),
          })
        : finding('graphics', hasCard ? 'warning' : 'ok', 'providerNotInstalled', {
            ...values,
            command: vulkanCommand(machine),
          });
    case 'failed':
      return finding('graphics', 'warning', 'providerFailed', values);
    case 'fullPrecision':
      return finding('graphics', 'ok', 'providerFullPrecision', values);
    case 'unsupported':
      return detail === undefined
        ? finding('graphics', 'warning', 'providerUnsupported', values)
        : finding('graphics', 'warning', 'providerLimited', values);
    default:
      return reason satisfies never;
  }
}
