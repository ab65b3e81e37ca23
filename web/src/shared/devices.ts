import type { DeviceView, Provider } from '@visionary/contract';
import { formatBytes } from './i18n/index.js';

/** As their makers write them, in every language. */
const PROVIDER_NAMES: Record<Provider, string> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  dml: 'DirectML',
  coreml: 'Core ML',
};

/** Records of other versions may name unknown ones. */
export const providerName = (provider: string): string => PROVIDER_NAMES[provider as Provider] ?? provider;

export const chipOf = (provider: string): 'CPU' | 'GPU' => (provider === 'cpu' ? 'CPU' : 'GPU');

/** "NVIDIA RTX 4090, CUDA, 24 GB". */
export function deviceText({ provider, name, memoryBytes }: DeviceView): string {
  return [name, provider === 'cpu' ? undefined : providerName(provider), memoryBytes && formatBytes(memoryBytes)]
    .filter((part) => part !== undefined && part !== 0)
    .join(', ');
}

/** "GPU: NVIDIA GeForce RTX 4090, CUDA", "CPU". */
export const renderedOnText = ({
  provider,
  device,
}: {
  readonly provider: string;
  readonly device?: string | undefined;
}): string => {
  if (provider === 'cpu') return device ? `CPU: ${device}` : 'CPU';
  return `GPU: ${device ? `${device}, ` : ''}${providerName(provider)}`;
};
