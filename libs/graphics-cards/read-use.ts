import { join } from 'node:path';
import type { CardUse, GraphicsCard } from './card.js';
import { programsBetween, readDrmPrograms } from './drm-clients.js';
import { textOf } from './files.js';
import { parseMacStatistics } from './mac-statistics.js';
import { nvidiaCardOf, readNvidiaUses } from './nvidia.js';
import { runProgram } from './run-program.js';
import { parseWindowsCounters, WINDOWS_COUNTERS } from './windows-counters.js';

/** Counters of the kernel are compared after this time. */
const SAMPLE_MS = 500;

/** What of the system is asked. By default, this machine. */
export interface UseSources {
  readonly platform?: NodeJS.Platform;
  /** Of the system's folders. */
  readonly root?: string;
  readonly run?: typeof runProgram;
  /** Milliseconds between two readings of counters. */
  readonly sampleMs?: number;
}

/** What each card is doing, in their order. Takes a second or two. */
export async function readCardUses(cards: readonly GraphicsCard[], sources: UseSources = {}): Promise<CardUse[]> {
  const { platform = process.platform, run = runProgram } = sources;
  if (cards.length === 0) return [];
  const hasNvidia = cards.some(({ maker, driver }) => maker === 'nvidia' && driver !== undefined);
  const [uses, nvidia] = await Promise.all([
    readersOf[platform]?.(cards, sources) ?? cards.map(() => ({})),
    hasNvidia ? readNvidiaUses(run) : [],
  ]);
  return cards.map((card, at) => {
    const {
      index: _index,
      address: _address,
      name: _name,
      version: _version,
      programs,
      ...use
    } = nvidiaCardOf(card, cards, nvidia) ?? ({} as Partial<(typeof nvidia)[number]>);
    const known = { ...memoryOf(card), ...uses[at], ...use };
    // Windows also knows programs that draw.
    return programs === undefined || known.programs !== undefined ? known : { ...known, programs };
  });
}

const memoryOf = ({ memoryBytes }: GraphicsCard): CardUse => (memoryBytes === undefined ? {} : { memoryBytes });

type Reader = (cards: readonly GraphicsCard[], sources: UseSources) => Promise<CardUse[]>;

const readersOf: Partial<Record<NodeJS.Platform, Reader>> = {
  linux: readLinuxUses,
  darwin: async (cards, { run = runProgram }) => {
    const uses = parseMacStatistics(await run('ioreg', ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator']));
    return cards.map((_, at) => (uses.length === cards.length ? uses[at]! : {}));
  },
  win32: async (cards, { run = runProgram }) => {
    const output = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_COUNTERS]);
    const { usedBytes, ...use } = parseWindowsCounters(output) ?? {};
    const isOnly = cards.length === 1 && usedBytes !== undefined;
    return cards.map(() => ({ ...use, ...(isOnly && { usedBytes }) }));
  },
};

async function readLinuxUses(cards: readonly GraphicsCard[], sources: UseSources): Promise<CardUse[]> {
  const { root = '/', sampleMs = SAMPLE_MS } = sources;
  // NVIDIA's driver doesn't count this way.
  if (cards.every(({ maker }) => maker === 'nvidia')) return cards.map(() => ({}));
  const before = readDrmPrograms(root);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, sampleMs));
  const after = readDrmPrograms(root);
  const elapsedMs = performance.now() - startedAt;
  return cards.map(({ address, maker }) => {
    if (address === undefined || maker === 'nvidia') return {};
    const programs = programsBetween(address, before, after, elapsedMs);
    const shares = programs.flatMap(({ busy }) => busy ?? []);
    return { ...sharesOf(shares), ...(programs.length > 0 && { programs }), ...amdUse(root, address) };
  });
}

/** Where the driver doesn't count the card as a whole. */
const sharesOf = (shares: readonly number[]): CardUse =>
  shares.length === 0
    ? {}
    : {
        busy: Math.min(
          1,
          shares.reduce((sum, share) => sum + share, 0),
        ),
      };

/** Files of amdgpu: bytes, and percent. */
function amdUse(root: string, address: string): CardUse {
  const read = (file: string) => {
    const text = textOf(join(root, 'sys/bus/pci/devices', address, file));
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const usedBytes = read('mem_info_vram_used');
  const percent = read('gpu_busy_percent');
  return {
    ...(usedBytes !== undefined && { usedBytes }),
    ...(percent !== undefined && { busy: Math.min(1, percent / 100) }),
  };
}
