import type { CardUse, GraphicsCard, ProgramUse } from './card.js';
import type { RunProgram } from './run-program.js';

const MEBIBYTE = 2 ** 20;
/** The second is that of the Windows Subsystem for Linux. */
const PROGRAMS = ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi'];
const CSV = '--format=csv,noheader,nounits';
const CARD_FIELDS = ['index', 'pci.bus_id', 'name', 'driver_version', 'memory.total', 'memory.used', 'utilization.gpu'];

/** A card as NVIDIA's driver describes it. */
export interface NvidiaCard extends CardUse {
  readonly index: number;
  readonly address: string;
  readonly name: string;
  readonly version: string;
}

/** Cards in the order of their numbers. Empty without NVIDIA's driver. */
export async function readNvidiaCards(run: RunProgram): Promise<NvidiaCard[]> {
  for (const program of PROGRAMS) {
    const output = await run(program, [`--query-gpu=${CARD_FIELDS.join(',')}`, CSV]);
    const cards = parseNvidiaCards(output);
    if (cards.length > 0) return cards;
  }
  return [];
}

/** As readNvidiaCards, with their programs. */
export async function readNvidiaUses(run: RunProgram): Promise<NvidiaCard[]> {
  const [cards, apps, monitor] = await Promise.all([
    readNvidiaCards(run),
    run(PROGRAMS[0]!, ['--query-compute-apps=gpu_bus_id,pid,used_memory', CSV]),
    run(PROGRAMS[0]!, ['pmon', '-c', '1', '-s', 'u']),
  ]);
  const memory = parseNvidiaApps(apps);
  const shares = parseNvidiaMonitor(monitor);
  return cards.map((card) => {
    const programs = new Map<number, ProgramUse>();
    const onCard = [
      ...memory.filter(({ address }) => address === card.address),
      ...shares.filter(({ index }) => index === card.index),
    ];
    for (const { pid, busy, memoryBytes } of onCard as readonly ProgramUse[]) {
      programs.set(pid, {
        ...{ ...programs.get(pid), pid },
        ...(busy !== undefined && { busy }),
        ...(memoryBytes !== undefined && { memoryBytes }),
      });
    }
    return { ...card, programs: [...programs.values()] };
  });
}

/**
 * Lines of `nvidia-smi --query-gpu=…`, such as `0, 00000000:01:00.0, NVIDIA GeForce RTX 4090, 570.86.15, 24564, 812, 3`, in
 * mebibytes and percent. What a card doesn't tell is `[N/A]` or `[Not Supported]`.
 */
export const parseNvidiaCards = (output: string): NvidiaCard[] =>
  rowsOf(output).flatMap(([index = '', bus = '', name = '', version = '', total, used, busy]) => {
    if (!/^\d+$/.test(index) || name === '') return [];
    const memoryBytes = bytesOf(total);
    const usedBytes = bytesOf(used);
    const percent = numberOf(busy);
    return [
      {
        ...{ index: Number(index), address: addressOf(bus), name, version },
        ...(memoryBytes !== undefined && { memoryBytes }),
        ...(usedBytes !== undefined && { usedBytes }),
        ...(percent !== undefined && { busy: Math.min(1, percent / 100) }),
      },
    ];
  });

/** Lines of `nvidia-smi --query-compute-apps=…`, such as `00000000:01:00.0, 4312, 2210`. */
export const parseNvidiaApps = (output: string): (ProgramUse & { readonly address: string })[] =>
  rowsOf(output).flatMap(([bus = '', pid = '', used]) => {
    const memoryBytes = bytesOf(used);
    return /^\d+$/.test(pid)
      ? [{ address: addressOf(bus), pid: Number(pid), ...(memoryBytes !== undefined && { memoryBytes }) }]
      : [];
  });

/**
 * The table of `nvidia-smi pmon -c 1 -s u`, which has graphics programs, too. After two lines of titles that start with `#`:
 * `    0       4312     C     45     12      -      -   python`. A dash is unknown, and a line without a program has one as its id.
 */
export const parseNvidiaMonitor = (output: string): (ProgramUse & { readonly index: number })[] =>
  output.split('\n').flatMap((line) => {
    const [, index, pid, share] = /^\s*(\d+)\s+(\d+)\s+\S+\s+(\d+|-)\s/.exec(line) ?? [];
    if (index === undefined || pid === undefined) return [];
    const percent = numberOf(share);
    return [
      {
        ...{ index: Number(index), pid: Number(pid) },
        ...(percent !== undefined && { busy: Math.min(1, percent / 100) }),
      },
    ];
  });

const rowsOf = (output: string): string[][] =>
  output.split('\n').map((line) => line.split(',').map((part) => part.trim()));

const numberOf = (text = ''): number | undefined => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined);

function bytesOf(mebibytes: string | undefined): number | undefined {
  const amount = numberOf(mebibytes);
  return amount === undefined ? undefined : amount * MEBIBYTE;
}

/** `00000000:0A:00.0`, as the kernel writes it. */
const addressOf = (bus: string): string => bus.toLowerCase().replace(/^0{4}(?=[0-9a-f]{4}:)/, '');

/** The card of the driver that is this one. Without addresses, as in the Windows Subsystem for Linux, by their order. */
export function nvidiaCardOf(
  card: GraphicsCard,
  cards: readonly GraphicsCard[],
  found: readonly NvidiaCard[],
): NvidiaCard | undefined {
  if (card.maker !== 'nvidia') return undefined;
  if (card.address !== undefined) return found.find(({ address }) => address === card.address);
  return found[cards.filter(({ maker }) => maker === 'nvidia').indexOf(card)];
}
