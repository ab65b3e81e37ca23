import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parseProviderSetting } from '../../../../libs/generation/domain/renderer-protocol.js';
import { chooseDevice, deviceSentence, withFailedModel, withSettings } from './choose-device.js';
import { tryApart } from './try-apart.js';
import type { TrialReport, TrialRequest } from './trial/protocol.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A Linux machine with these files, and the runtime's libraries in `libraries`. */
function machine(...files: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'visionary-machine-'));
  folders.push(root);
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const backends = ['cpu', 'webgpu', 'cuda', 'tensorrt'].map((name) => ({ name, bundled: name !== 'cuda' }));
  return { platform: 'linux', backends, libraries: join(root, 'libraries'), root } as const;
}

const RADEON = ['dev/dri/renderD128', 'usr/share/vulkan/icd.d/radeon_icd.json'];
const CUDA_LIBRARIES = ['shared', 'cuda'].map((name) => `libraries/libonnxruntime_providers_${name}.so`);

const timed = (device: number, processor: number): TrialReport => ({
  trial: { hasWrongAttention: false, stepMs: { device, processor } },
});
const WORKS: TrialReport = { trial: { hasWrongAttention: false } };

/** @param reports by provider; others must not be tried */
const choose = (
  setting: string,
  on: ReturnType<typeof machine>,
  reports: Readonly<Record<string, TrialReport>> = {},
) => {
  const tryDevice = async ({ device }: TrialRequest) => {
    const report = reports[device.provider];
    if (!report) throw new Error(`${device.provider} was tried`);
    return report;
  };
  return chooseDevice(parseProviderSetting(setting)!, on, 1, [], tryDevice);
};

describe('chooseDevice', () => {
  it('[E97] tries nothing on a machine without cards, and says what is missing', async () => {
    const { device, view } = await choose('auto', machine('usr/share/vulkan/icd.d/lvp_icd.json'));
    expect(device).toEqual({ provider: 'cpu' });
    expect(view.problems).toMatchObject([
      { provider: 'cuda', reason: 'noDevice' },
      { provider: 'webgpu', reason: 'noDevice' },
    ]);
  });

  it('[E97] uses the device only if it is faster than the processor', async () => {
    const fast = await choose('auto', machine(...RADEON), { webgpu: timed(2, 60) });
    expect(fast.device).toEqual({ provider: 'webgpu' });
    const slow = await choose('auto', machine(...RADEON), { webgpu: timed(3_600, 60) });
    expect(slow.device).toEqual({ provider: 'cpu' });
    expect(slow.view.problems).toContainEqual({ provider: 'webgpu', reason: 'tooSlow', slowdown: 60 });
    expect(deviceSentence(slow.view)).toContain('webgpu takes 60 times as long as the processor');
  });

  it('[E97] prefers CUDA, and falls back when its library is missing or it fails', async () => {
    const files = ['dev/nvidia0', 'usr/share/vulkan/icd.d/nvidia_icd.json'];
    const reports = { cuda: timed(1, 60), webgpu: timed(2, 60) };
    expect((await choose('auto', machine(...files, ...CUDA_LIBRARIES), reports)).device.provider).toBe('cuda');
    const missing = await choose('auto', machine(...files), reports);
    expect(missing.view.provider).toBe('webgpu');
    expect(missing.view.problems).toMatchObject([{ provider: 'cuda', reason: 'notInstalled' }]);
    const failing = { ...reports, cuda: { failure: 'cuDNN is missing' } };
    const failed = await choose('auto', machine(...files, ...CUDA_LIBRARIES), failing);
    expect(failed.view).toMatchObject({
      provider: 'webgpu',
      problems: [{ provider: 'cuda', reason: 'failed', detail: 'cuDNN is missing' }],
    });
  });

  it('[E97] uses what was chosen, a slow software device included, or the processor when it cannot', async () => {
    const software = machine('usr/share/vulkan/icd.d/lvp_icd.json');
    expect((await choose('webgpu', software, { webgpu: WORKS })).view.provider).toBe('webgpu');
    const wrong = await choose('webgpu', software, { webgpu: { trial: { hasWrongAttention: true } } });
    expect(wrong.device).toEqual({ provider: 'webgpu', hasWrongAttention: true });
    expect((await choose('cpu', machine(...RADEON))).view).toMatchObject({ provider: 'cpu', problems: [] });
    expect((await choose('coreml', machine(...RADEON))).view.problems).toMatchObject([{ reason: 'unsupported' }]);
    const none = await choose('webgpu', machine());
    expect(deviceSentence(none.view)).toBe(
      'The renderer computes with the processor: webgpu needs a Vulkan driver, which is missing',
    );
  });

  it('[E110] computes several images at once where the trial found that it gains from it', async () => {
    const chosen = async (batch: { images: number; gain: number }) => {
      const trial = { hasWrongAttention: false, stepMs: { device: 2, processor: 60 }, batch };
      return (await choose('auto', machine(...RADEON), { webgpu: { trial } })).device;
    };
    expect(await chosen({ images: 4, gain: 1.3 })).toEqual({ provider: 'webgpu', imagesTogether: 4 });
    expect(await chosen({ images: 1, gain: 1 })).toEqual({ provider: 'webgpu' });
  });

  it('[E111] computes with 16 bits where the trial found them right and fast, and says why not elsewhere', async () => {
    const chosen = (half: { error?: number; speedup?: number; problem?: string }) =>
      choose('auto', machine(...RADEON), {
        webgpu: { trial: { hasWrongAttention: false, stepMs: { device: 2, processor: 60 }, half } },
      });
    const { device, view } = await chosen({ error: 0.004, speedup: 1.9 });
    expect(device).toEqual({ provider: 'webgpu', hasHalf: true });
    expect(view.problems).toMatchObject([{ provider: 'cuda' }]);
    expect(withSettings(device, { imagesTogether: 0, precision: 'full' })).toMatchObject({ hasHalf: false });
    const wrong = await chosen({ error: 0.3, problem: '16 bits are off by 30 %' });
    expect(wrong.device).toEqual({ provider: 'webgpu' });
    expect(deviceSentence(wrong.view)).toMatch(/webgpu computes checkpoints with 32 bits \(16 bits are off by 30 %\)$/);
    expect(withSettings(wrong.device, { imagesTogether: 0, precision: 'half' })).toMatchObject({ hasHalf: true });
    const processor = { provider: 'cpu' } as const;
    expect(withSettings(processor, { imagesTogether: 4, precision: 'half' })).toEqual(processor);
  });

  const BUS = 'sys/bus/pci/devices/0000:03:00.0';
  const radeonOnBus = () => {
    const on = machine(...RADEON);
    mkdirSync(join(on.root, BUS), { recursive: true });
    for (const [name, text] of Object.entries({ class: '0x030000', vendor: '0x1002', device: '0x744c' })) {
      writeFileSync(join(on.root, BUS, name), text);
    }
    symlinkSync('/drivers/amdgpu', join(on.root, BUS, 'driver'));
    return on;
  };

  it('[G87] shows WebGPU only the card with the number', async () => {
    const { view, environment } = await choose('webgpu:0', radeonOnBus(), { webgpu: WORKS });
    expect(view.provider).toBe('webgpu');
    expect(environment).toEqual({
      ...{ VK_LOADER_DRIVERS_SELECT: '*radeon*,*amd*', VK_LOADER_DEVICE_SELECT: '0x1002:0x744c' },
      ...{ VK_LOADER_VENDOR_ID_FILTER: '0x1002', VK_LOADER_DEVICE_ID_FILTER: '0x744c' },
      MESA_VK_DEVICE_SELECT: '1002:744c!',
    });
  });

  it('[G87] uses the processor where no card has the number, or nothing can choose', async () => {
    const none = await choose('webgpu:1', radeonOnBus());
    expect(deviceSentence(none.view)).toBe(
      'The renderer computes with the processor: webgpu found no card (there is no card 1: numbers are 0 to 0)',
    );
    const windows = await choose('webgpu:0', { ...machine(), platform: 'win32' } as never);
    expect(windows.view.problems).toMatchObject([{ reason: 'unsupported' }]);
  });

  it('[E97] keeps the first problems of a model beside those of the start', async () => {
    const { view } = await choose('webgpu', machine(...RADEON), { webgpu: WORKS });
    expect(withFailedModel(view, { modelName: 'mini', reason: 'device lost', remedy: 'processor' }).problems).toEqual([
      { provider: 'webgpu', reason: 'failed', detail: 'with mini, which the processor renders: device lost' },
    ]);
  });
});

describe('tryApart', () => {
  const program = (code: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'visionary-trial-'));
    folders.push(folder);
    writeFileSync(join(folder, 'main.mjs'), code);
    return join(folder, 'main.mjs');
  };
  const request = { device: { provider: 'webgpu' }, threads: 1, isTimed: true } as const;

  it('[E97] reports a driver that crashes or hangs', async () => {
    const crashing = program("process.kill(process.pid, 'SIGSEGV');");
    expect(await tryApart(request, 60_000, crashing)).toEqual({
      failure: 'the process that tried it was ended by SIGSEGV',
    });
    const hanging = program('setInterval(() => undefined, 1_000);');
    expect(await tryApart(request, 50, hanging)).toEqual({ failure: 'it did not answer within 0.05 s' });
  });
});
