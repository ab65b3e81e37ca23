import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type GraphicsCard, settingsOf } from './card.js';
import { ownCardBytes, parseDrmClient } from './drm-clients.js';
import { parseMacStatistics } from './mac-statistics.js';
import { parseNvidiaApps, parseNvidiaCards, parseNvidiaMonitor } from './nvidia.js';
import { readCardUses } from './read-use.js';
import { readCards } from './read-cards.js';
import type { RunProgram } from './run-program.js';
import { parseWindowsCounters } from './windows-counters.js';

const MIB = 2 ** 20;
const NONSENSE = ['', 'command not found', '<html>503</html>', '{"engines":', 'null', '[1, 2]', '\0\0', '0, , ,'];

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

/** A system with these files. A value that starts with `->` is a link. */
function systemWith(files: Readonly<Record<string, string>>, root = mkdtempSync(join(tmpdir(), 'visionary-cards-'))) {
  if (!roots.includes(root)) roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), join(root, path));
    else writeFileSync(join(root, path), text);
  }
  return root;
}

const noProgram: RunProgram = () => Promise.resolve('');

describe('[T25] what graphics cards are doing', () => {
  it('is read from the lists of nvidia-smi', () => {
    const cards =
      '0, 00000000:01:00.0, NVIDIA GeForce RTX 4090, 570.86.15, 24564, 812, 3\n1, 00000001:0A:00.0, NVIDIA T4, 570.86.15, 15360, [N/A], [Not Supported]\n';
    expect(parseNvidiaCards(cards)).toEqual([
      {
        ...{ index: 0, address: '0000:01:00.0', name: 'NVIDIA GeForce RTX 4090', version: '570.86.15' },
        ...{ memoryBytes: 24_564 * MIB, usedBytes: 812 * MIB, busy: 0.03 },
      },
      { index: 1, address: '0001:0a:00.0', name: 'NVIDIA T4', version: '570.86.15', memoryBytes: 15_360 * MIB },
    ]);
    expect(parseNvidiaApps('00000000:01:00.0, 4312, 2210\n00000000:01:00.0, 99, [N/A]\n')).toEqual([
      { address: '0000:01:00.0', pid: 4_312, memoryBytes: 2_210 * MIB },
      { address: '0000:01:00.0', pid: 99 },
    ]);
    const monitor = [
      '# gpu         pid   type     sm    mem    enc    dec    jpg    ofa    command ',
      '# Idx           #    C/G      %      %      %      %      %      %    name ',
      '    0       2185     G      -      -      -      -      -      -    Xorg           ',
      '    0       3121     C     45     12      -      -      -      -    python         ',
      '    1          -     -      -      -      -      -      -      -    -              ',
    ].join('\n');
    expect(parseNvidiaMonitor(monitor)).toEqual([
      { index: 0, pid: 2_185 },
      { index: 0, pid: 3_121, busy: 0.45 },
    ]);
  });

  it('is joined from them by card and program', async () => {
    const BUS = 'sys/bus/pci/devices/0000:01:00.0';
    const root = systemWith({
      ...{ [`${BUS}/class`]: '0x030000', [`${BUS}/vendor`]: '0x10de', [`${BUS}/device`]: '0x2684' },
      [`${BUS}/driver`]: '->/drivers/nvidia',
    });
    const run: RunProgram = async (_, [query]) => {
      if (query === 'pmon') return '    0   3121   C   45   12   -   -   python\n';
      return query?.startsWith('--query-gpu')
        ? '0, 00000000:01:00.0, NVIDIA GeForce RTX 4090, 570.86.15, 24564, 812, 46\n'
        : '00000000:01:00.0, 3121, 700\n';
    };
    const cards = await readCards('linux', root, run);
    expect(cards).toMatchObject([{ memoryBytes: 24_564 * MIB, ids: { vendor: '10de', device: '2684' } }]);
    expect(await readCardUses(cards, { platform: 'linux', root, run, sampleMs: 0 })).toEqual([
      {
        ...{ memoryBytes: 24_564 * MIB, usedBytes: 812 * MIB, busy: 0.46 },
        programs: [{ pid: 3_121, busy: 0.45, memoryBytes: 700 * MIB }],
      },
    ]);
  });

  it('is read from what the kernel counts for each open file of a program', async () => {
    const xe =
      'drm-driver:\txe\ndrm-pdev:\t0000:03:00.0\ndrm-client-id:\t7\ndrm-total-vram0:\t9 MiB\ndrm-resident-vram0:\t8 MiB\ndrm-cycles-rcs:\t500\ndrm-total-cycles-rcs:\t2000\ndrm-engine-capacity-rcs:\t2\n';
    expect(parseDrmClient(xe)).toEqual({
      ...{ address: '0000:03:00.0', client: '7', memoryBytes: 8 * MIB },
      engines: new Map([['rcs', { used: 500, total: 2_000, capacity: 2 }]]),
    });
    const amd = (busyNs: number) =>
      `pos:\t0\ndrm-driver:\tamdgpu\ndrm-client-id:\t12\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t2048 KiB\ndrm-engine-gfx:\t${busyNs} ns\n`;
    const BUS = 'sys/bus/pci/devices/0000:03:00.0';
    const root = systemWith({
      ...{ [`${BUS}/class`]: '0x030000', [`${BUS}/vendor`]: '0x1002', [`${BUS}/device`]: '0x744c' },
      ...{ [`${BUS}/driver`]: '->/drivers/amdgpu', [`${BUS}/gpu_busy_percent`]: '61\n' },
      ...{ [`${BUS}/mem_info_vram_total`]: `${24_000 * MIB}\n`, [`${BUS}/mem_info_vram_used`]: `${900 * MIB}\n` },
      ...{ 'proc/41/fd/5': '->/dev/dri/renderD128', 'proc/41/fdinfo/5': amd(0) },
      // The same file, opened twice.
      ...{ 'proc/41/fd/6': '->/dev/dri/renderD128', 'proc/41/fdinfo/6': amd(0) },
      ...{ 'proc/42/fd/1': '->/dev/null', 'proc/42/fdinfo/1': 'pos:\t0\n', 'proc/uptime': '1' },
    });
    const cards = await readCards('linux', root, noProgram);
    const reading = readCardUses(cards, { platform: 'linux', root, run: noProgram, sampleMs: 100 });
    // More than can pass between the readings: the whole time.
    for (const file of ['5', '6']) systemWith({ [`proc/41/fdinfo/${file}`]: amd(60e9) }, root);
    expect(await reading).toEqual([
      {
        ...{ memoryBytes: 24_000 * MIB, usedBytes: 900 * MIB, busy: 0.61 },
        programs: [{ pid: 41, busy: 1, memoryBytes: 2 * MIB }],
      },
    ]);
  });

  it('[E106] is known for this process where the kernel counts it', () => {
    const client = (id: number) =>
      `drm-driver:\tamdgpu\ndrm-client-id:\t${id}\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t2048 KiB\n`;
    const root = systemWith({
      ...{ 'proc/self/fd/5': '->/dev/dri/renderD128', 'proc/self/fdinfo/5': client(1) },
      ...{ 'proc/self/fd/6': '->/dev/dri/renderD128', 'proc/self/fdinfo/6': client(1) },
      ...{ 'proc/self/fd/7': '->/dev/dri/renderD129', 'proc/self/fdinfo/7': client(2) },
    });
    expect(ownCardBytes(root)).toBe(4 * MIB);
    expect(ownCardBytes(systemWith({}))).toBe(0);
  });

  it('is read from the counters of Windows', async () => {
    const engine = (pid: number, name: string, percent: number) => ({
      Name: `pid_${pid}_luid_0x00000000_0x0000D6D7_phys_0_${name}`,
      UtilizationPercentage: percent,
    });
    const counters = JSON.stringify({
      engines: [
        engine(4_312, 'eng_0_engtype_3D', 71),
        engine(80, 'eng_0_engtype_3D', 9),
        engine(80, 'eng_3_engtype_Copy', 2),
      ],
      adapters: [
        { Name: 'luid_0x00000000_0x0000D6D7_phys_0', DedicatedUsage: 900 * MIB },
        { Name: 'luid_0x00000000_0x0000F00D_phys_0', DedicatedUsage: 0 },
      ],
      processes: { Name: 'pid_4312_luid_0x00000000_0x0000D6D7_phys_0', DedicatedUsage: 700 * MIB },
    });
    const use = {
      ...{ busy: 0.8, usedBytes: 900 * MIB },
      programs: [
        { pid: 4_312, busy: 0.71, memoryBytes: 700 * MIB },
        { pid: 80, busy: 0.09, memoryBytes: 0 },
      ],
    };
    expect(parseWindowsCounters(counters)).toEqual(use);
    const card = { name: 'AMD Radeon RX 7800 XT', maker: 'amd', driver: '32.0.11', access: 'usable' } as const;
    expect(await readCardUses([card], { platform: 'win32', run: async () => counters })).toEqual([use]);
  });

  it('is read from what macOS tells about its accelerator', async () => {
    const tree =
      '+-o AGXAcceleratorG15X  <class AGXAcceleratorG15X>\n    | "PerformanceStatistics" = {"In use system memory (driver)"=0,"Alloc system memory"=4783898624,"Tiler Utilization %"=27,"Device Utilization %"=29,"In use system memory"=1154580480}\n';
    expect(parseMacStatistics(tree)).toEqual([{ busy: 0.29, usedBytes: 1_154_580_480 }]);
    const card = { name: 'Apple M3 Pro', maker: 'other', driver: 'Metal', access: 'usable' } as const;
    expect(await readCardUses([card], { platform: 'darwin', run: async () => tree })).toEqual([
      { busy: 0.29, usedBytes: 1_154_580_480 },
    ]);
  });

  it.each(NONSENSE)('is unknown where a program prints %j', async (output) => {
    expect(parseNvidiaCards(output)).toEqual([]);
    expect(parseNvidiaApps(output)).toEqual([]);
    expect(parseNvidiaMonitor(output)).toEqual([]);
    expect(parseWindowsCounters(output)).toBeUndefined();
    expect(parseMacStatistics(output)).toEqual([]);
    expect(parseDrmClient(output)).toBeUndefined();
    const card = { name: 'NVIDIA T4', maker: 'nvidia', driver: 'nvidia', access: 'usable' } as const;
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const [use] = await readCardUses([card], {
        platform,
        root: systemWith({}),
        run: async () => output,
        sampleMs: 0,
      });
      expect({ ...use, programs: [] }).toEqual({ programs: [] });
      expect(await readCards(platform, systemWith({}), async () => output)).toEqual([]);
    }
  });
});

describe('settingsOf', () => {
  it('[T25] numbers cards as RENDERER_PROVIDER wants them', () => {
    const card = (name: string, bus: number, driver?: string): GraphicsCard => ({
      ...{ name, maker: name === 'RTX' ? 'nvidia' : 'intel', access: 'usable', address: `0000:0${bus}:00.0` },
      ...(driver !== undefined && { driver }),
    });
    const cards = [
      card('Iris', 0, 'i915'),
      card('RTX', 1, 'nvidia 570'),
      // A virtual machine has it.
      card('RTX', 2),
      card('RTX', 3, 'nvidia 570'),
    ];
    expect(cards.map((one) => settingsOf(one, cards))).toEqual([
      ...[['webgpu:0'], ['cuda:0', 'webgpu:1'], [], ['cuda:1', 'webgpu:2']],
    ]);
  });
});
