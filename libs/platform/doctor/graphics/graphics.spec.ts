import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { describeFinding } from '../report.js';
import { checkDevice } from './check-devices.js';
import { checkGraphics } from './check-graphics.js';
import type { RunProgram } from '@visionary/graphics-cards';
import type { GraphicsMachine } from './graphics-machine.js';
import { readGraphics } from './read-graphics.js';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A system with these files. A value that starts with `->` is a link. */
function systemWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'visionary-graphics-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), join(root, path));
    else writeFileSync(join(root, path), text);
  }
  return root;
}

const BUS = 'sys/bus/pci/devices/0000:01:00.0';
const NVIDIA = { [`${BUS}/class`]: '0x030000\n', [`${BUS}/vendor`]: '0x10de\n', [`${BUS}/device`]: '0x2684\n' };
const AMD = { [`${BUS}/class`]: '0x030000\n', [`${BUS}/vendor`]: '0x1002\n', [`${BUS}/device`]: '0x744c\n' };
const PCI_IDS =
  '10de  NVIDIA Corporation\n\t2684  AD102 [GeForce RTX 4090]\n1002  AMD\n\t744c  Navi 31 [Radeon RX 7900 XTX]\n';
const UBUNTU = { 'etc/os-release': 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', 'usr/share/misc/pci.ids': PCI_IDS };
const NO_PROGRAM: RunProgram = () => Promise.resolve('');

const linux = (files: Readonly<Record<string, string>>, run = NO_PROGRAM) =>
  readGraphics('linux', systemWith({ ...UBUNTU, ...files }), run);

const codes = (machine: GraphicsMachine) => checkGraphics(machine).map(({ level, code }) => `${level} ${code}`);

describe('[T24] the graphics cards of a machine', () => {
  it('are named by NVIDIA’s driver, which must have a device and the libraries of CUDA', async () => {
    const machine = await linux(
      {
        ...NVIDIA,
        [`${BUS}/driver`]: '->/drivers/nvidia',
        'proc/driver/nvidia/version':
          'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build',
        'proc/driver/nvidia/gpus/0000:01:00.0/information': 'Model: \t\t NVIDIA GeForce RTX 4090\nIRQ: 1\n',
        'dev/nvidia0': '',
        'usr/share/vulkan/icd.d/nvidia_icd.json': '{}',
      },
      async () => '\tlibcudart.so.12 (libc6,x86-64) => /lib/libcudart.so.12\n\tlibcublas.so.12 (libc6) => /lib/x\n',
    );
    const card = { name: 'NVIDIA GeForce RTX 4090', maker: 'nvidia', driver: 'nvidia 570.86.15', access: 'usable' };
    expect(machine.cards).toMatchObject([card]);
    expect(codes(machine)).toEqual(['ok cardNumbered', 'ok vulkan', 'warning cudaIncomplete']);
    const text = describeFinding(checkGraphics(machine)[2]!, 'en');
    expect(text.message).toContain('libcublasLt.so.12, libcurand.so.10, libcufft.so.11, libcudnn.so.9');
    expect(text.advice).toContain('sudo apt install cuda-libraries-12-9 libcudnn9-cuda-12');
  });

  it('without a driver are warned of, with the command of the distribution', async () => {
    const machine = await linux(NVIDIA);
    expect(machine.cards).toMatchObject([{ name: 'NVIDIA AD102 [GeForce RTX 4090]', access: 'usable' }]);
    expect(codes(machine)).toEqual(['warning cardWithoutDriver']);
    const [found] = checkGraphics(machine);
    expect(describeFinding(found!, 'en').advice).toContain('sudo ubuntu-drivers install');
    expect(describeFinding(found!, 'zh').advice).toContain('sudo ubuntu-drivers install');
    const fedora = await linux({ ...NVIDIA, 'etc/os-release': 'ID=fedora\n' });
    expect(describeFinding(checkGraphics(fedora)[0]!, 'en').advice).toContain('sudo dnf install akmod-nvidia');
  });

  it('need a Vulkan driver, which software devices do not count for', async () => {
    const amd = {
      ...AMD,
      [`${BUS}/driver`]: '->/drivers/amdgpu',
      [`${BUS}/drm/renderD128/dev`]: '',
      'dev/dri/renderD128': '',
    };
    const software = { 'usr/share/vulkan/icd.d/lvp_icd.x86_64.json': '{}' };
    const machine = await linux({ ...amd, ...software });
    expect(machine.cards).toMatchObject([{ name: 'AMD Navi 31 [Radeon RX 7900 XTX]', driver: 'amdgpu' }]);
    expect(codes(machine)).toEqual(['ok cardNumbered', 'warning vulkanMissing']);
    const radeon = { 'usr/share/vulkan/icd.d/radeon_icd.json': '{}' };
    expect(codes(await linux({ ...amd, ...software, ...radeon }))).toEqual(['ok cardNumbered', 'ok vulkan']);
  });

  it('[T25] are numbered as settings want them, with their memory and use', async () => {
    const files = {
      ...{
        ...AMD,
        [`${BUS}/driver`]: '->/drivers/amdgpu',
        [`${BUS}/drm/renderD128/dev`]: '',
        'dev/dri/renderD128': '',
      },
      ...{ [`${BUS}/mem_info_vram_total`]: String(24 * 2 ** 30), [`${BUS}/gpu_busy_percent`]: '61' },
    };
    const findings = checkGraphics(await linux(files));
    expect(findings.slice(0, 2).map((one) => describeFinding(one, 'en').message)).toEqual([
      'AMD Navi 31 [Radeon RX 7900 XTX] (webgpu:0), driver amdgpu',
      'AMD Navi 31 [Radeon RX 7900 XTX]: 24.0 GiB of memory, – in use; 61 % busy',
    ]);
    expect(describeFinding(findings[1]!, 'zh').message).toContain('显存 24.0 GiB，已用 –；占用率 61 %');
  });

  it('that a container does not get are warned of', async () => {
    const container = { 'run/.containerenv': '' };
    expect(codes(await linux({ ...container, ...AMD, [`${BUS}/driver`]: '->/d/amdgpu' }))).toEqual([
      'warning cardHidden',
    ]);
    expect(codes(await linux({ ...container, ...NVIDIA, [`${BUS}/driver`]: '->/d/nvidia' }))).toEqual([
      'warning cardHiddenNvidia',
    ]);
    expect(codes(await linux(container))).toEqual(['ok cardNoneInContainer']);
  });

  it('are none where Vulkan has only a software device, which is not used', async () => {
    const machine = await linux({
      'usr/share/vulkan/icd.d/lvp_icd.json': '{}',
      'usr/share/vulkan/icd.d/radeon_icd.json': '{}',
    });
    expect(codes(machine)).toEqual(['ok cardNone', 'ok vulkanSoftware']);
    expect(describeFinding(checkGraphics(machine)[1]!, 'en').message).toContain('software device here (llvmpipe)');
  });

  it('of WSL, macOS and Windows are asked for by their programs', async () => {
    const smi: RunProgram = async (program) =>
      program === 'nvidia-smi' ? '0, 00000000:01:00.0, NVIDIA GeForce RTX 4070, 566.36, 12282, 900, 4\n' : '';
    const wsl = await linux({ 'dev/dxg': '' }, smi);
    expect(wsl).toMatchObject({ system: 'wsl', cards: [{ name: 'NVIDIA GeForce RTX 4070', driver: 'nvidia 566.36' }] });
    expect(codes(await linux({ 'dev/dxg': '' }))).toEqual(['ok cardUnknown']);
    const mac = async () => JSON.stringify({ SPDisplaysDataType: [{ _name: 'x', sppci_model: 'Apple M2 Pro' }] });
    expect((await readGraphics('darwin', '/', mac)).cards).toMatchObject([{ name: 'Apple M2 Pro', driver: 'Metal' }]);
    const windows = async () => '[{"Name":"AMD Radeon RX 7800 XT","DriverVersion":"32.0.11"}]';
    expect((await readGraphics('win32', '/', windows)).cards).toMatchObject([{ maker: 'amd', driver: '32.0.11' }]);
    for (const system of ['darwin', 'win32'] as const) {
      expect(codes(await readGraphics(system, '/', async () => 'no JSON'))).toEqual(['ok cardNone']);
    }
  });
});

describe('[T24] what a renderer computes with', () => {
  const software = {
    system: 'linux',
    distribution: 'debian',
    cards: [],
    uses: [],
    vulkan: [],
    missingCudaLibraries: undefined,
  } as const;
  const card = { name: 'NVIDIA GeForce RTX 4090', maker: 'nvidia', driver: 'nvidia 570', access: 'usable' } as const;

  it('is named with the reason for each provider that is not used', () => {
    const slow = { provider: 'webgpu', reason: 'tooSlow', slowdown: 60 } as const;
    const found = checkDevice({ provider: 'cpu', problems: [slow] }, software);
    expect(found.map(({ level, code }) => `${level} ${code}`)).toEqual(['ok deviceCpu', 'ok providerTimesSlower']);
    expect(describeFinding(found[1]!, 'en').message).toBe(
      'WebGPU isn’t used: a step takes 60 times as long as on the processor',
    );
  });

  it('is a warning where another one was chosen, or a software device', () => {
    const absent = { provider: 'cuda', reason: 'noDevice' } as const;
    const levels = (found: ReturnType<typeof checkDevice>) => found.map(({ level, code }) => `${level} ${code}`);
    expect(levels(checkDevice({ provider: 'cpu', problems: [absent] }, software, 'cuda:7'))).toEqual([
      'warning deviceNotChosen',
      'ok providerNoDevice',
    ]);
    const slow = { provider: 'webgpu', name: 'software', problems: [] } as const;
    expect(levels(checkDevice({ ...slow, problems: [] }, software, 'webgpu'))).toEqual(['warning deviceSoftware']);
  });

  it('is a warning while a card is not used, with what to install', () => {
    const absent = {
      provider: 'cuda',
      reason: 'notInstalled',
      detail: 'libonnxruntime_providers_cuda.so',
    } as const;
    const found = checkDevice({ provider: 'cpu', problems: [absent] }, { ...software, cards: [card] });
    expect(found.map(({ level }) => level)).toEqual(['warning', 'warning']);
    const { advice } = describeFinding(found[1]!, 'en');
    expect(advice).toContain('install.js --onnxruntime-node-install=cuda12');
    expect(advice).toContain('cudnn9-cuda-12');
    expect(describeFinding(found[1]!, 'zh').message).toBe('未使用 CUDA：缺少 libonnxruntime_providers_cuda.so');
    const used = checkDevice({ provider: 'cuda', name: card.name, problems: [] }, { ...software, cards: [card] });
    expect(used.map((one) => describeFinding(one, 'zh').message)).toEqual(['用 CUDA 渲染（NVIDIA GeForce RTX 4090）']);
  });
});
