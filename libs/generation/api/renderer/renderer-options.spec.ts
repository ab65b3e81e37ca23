import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@visionary/platform/config';
import { allRendererOptions, rendererEnvironment } from './renderer-options.js';

const MACHINE = { availableBytes: 20 * 2 ** 30, threads: 8 };
const optionsOf = (settings: Readonly<Record<string, string>>) =>
  allRendererOptions(readConfig(settings), MACHINE).map(({ provider, memoryMiB, threads }) => ({
    ...{ provider, memoryMiB, threads },
  }));

describe('allRendererOptions', () => {
  it('[G85] lets a single renderer choose its memory and threads', () => {
    expect(optionsOf({})).toEqual([{ provider: 'auto', memoryMiB: 0, threads: 0 }]);
    expect(optionsOf({ RENDERER_PROVIDER: 'cpu', RENDERER_MEMORY: '4G', RENDERER_THREADS: '3' })).toEqual([
      { provider: 'cpu', memoryMiB: 4_096, threads: 3 },
    ]);
  });

  it('[G87] numbers cards as nvidia-smi does, and rejects what has no numbers', () => {
    expect(rendererEnvironment({ threads: 1, memoryMiB: 0 }, {})).toMatchObject({ CUDA_DEVICE_ORDER: 'PCI_BUS_ID' });
    expect(optionsOf({ RENDERER_PROVIDER: 'webgpu:1' })).toMatchObject([{ provider: 'webgpu:1' }]);
    for (const entry of ['auto:1', 'coreml:0', 'webgpu:', 'cuda:-1', 'cuda:100']) {
      expect(() => readConfig({ RENDERER_PROVIDER: `cpu,${entry}` })).toThrow(/RENDERER_PROVIDER.*such as cuda:1/s);
    }
  });

  it('[G85] makes a renderer for each entry of RENDERER_PROVIDER, which share memory and threads', () => {
    expect(optionsOf({ RENDERER_PROVIDER: 'cuda:0, cuda:1' })).toEqual([
      { provider: 'cuda:0', memoryMiB: 6_144, threads: 4 },
      { provider: 'cuda:1', memoryMiB: 6_144, threads: 4 },
    ]);
    const settings = { RENDERER_PROVIDER: 'cuda:0,cuda:1,cpu', RENDERER_MEMORY: '6G', RENDERER_THREADS: '2' };
    expect(optionsOf(settings).map(({ memoryMiB, threads }) => [memoryMiB, threads])).toEqual([
      [2_048, 1],
      [2_048, 1],
      [2_048, 1],
    ]);
  });
});
