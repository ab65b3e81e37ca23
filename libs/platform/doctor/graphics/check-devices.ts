import type { DeviceView, Provider, ProviderProblem } from '@visionary/contract';
import { finding, type DoctorFinding } from '../findings.js';
import type { GraphicsMachine } from './graphics-machine.js';
import { cudaCommand, CUDA_PROVIDER_COMMAND, vulkanCommand } from './install-commands.js';

export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  ...{ cpu: 'CPU', webgpu: 'WebGPU', cuda: 'CUDA', tensorrt: 'TensorRT', dml: 'DirectML', coreml: 'Core ML' },
};

/** What a renderer computes with, as it tried it, and why it uses nothing else. */
export function checkDevice(device: DeviceView, machine: GraphicsMachine): DoctorFinding[] {
  const { provider, name = '–', problems } = device;
  const hasCard = machine.cards.length > 0;
  const used =
    provider === 'cpu'
      ? finding('graphics', hasCard ? 'warning' : 'ok', 'deviceCpu')
      : finding('graphics', 'ok', 'deviceUsed', { provider: PROVIDER_NAMES[provider], name });
  return [used, ...problems.map((problem) => problemFinding(problem, machine))];
}

function problemFinding({ provider, reason, detail = '–', slowdown }: ProviderProblem, machine: GraphicsMachine) {
  const values = { provider: PROVIDER_NAMES[provider], detail };
  const hasCard = machine.cards.length > 0;
  switch (reason) {
    case 'tooSlow':
      return slowdown === undefined
        ? finding('graphics', hasCard ? 'warning' : 'ok', 'providerSlow', values)
        : finding('graphics', hasCard ? 'warning' : 'ok', 'providerTimesSlower', { ...values, times: slowdown });
    case 'noDevice':
      return finding('graphics', 'ok', 'providerNoDevice', values);
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
      return finding('graphics', 'warning', 'providerUnsupported', values);
    default:
      return reason satisfies never;
  }
}
