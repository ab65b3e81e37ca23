import type { Provider } from '@visionary/contract';

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
