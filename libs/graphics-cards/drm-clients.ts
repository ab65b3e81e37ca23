import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramUse } from './card.js';
import { namesIn, textOf } from './files.js';

/** A file of a program that is open on a card, as the kernel counts its use. */
export interface DrmClient {
  readonly address: string;
  readonly client: string;
  readonly memoryBytes: number;
  /** By engine. `total` of cycles counts them whether the engine computes or not; nanoseconds are counted against the clock. */
  readonly engines: ReadonlyMap<string, { readonly used: number; readonly total?: number; readonly capacity: number }>;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
/** Memory of the card itself: `vram`, or several of them, `vram0`. `local` is i915's name. */
const OWN_MEMORY = /^(?:vram|local)\d*$/;

/**
 * `/proc/PID/fdinfo/FD` of a graphics card, as the kernel's drm-usage-stats define it: lines such as `drm-pdev:\t0000:03:00.0`,
 * `drm-client-id:\t12`, `drm-engine-gfx:\t123456 ns` (amdgpu, i915), `drm-cycles-rcs:\t28257900` and
 * `drm-total-cycles-rcs:\t7655183225` (xe), `drm-engine-capacity-ccs:\t4`, `drm-resident-vram:\t2048 KiB`, or by its older name
 * `drm-memory-vram`.
 * @returns undefined for any other file
 */
export function parseDrmClient(text: string): DrmClient | undefined {
  const fields = new Map([...text.matchAll(/^drm-([\w-]+):\s*(.+)$/gm)].map(([, key, value]) => [key!, value!.trim()]));
  const address = fields.get('pdev');
  const client = fields.get('client-id');
  if (address === undefined || client === undefined) return undefined;
  return { address, client, memoryBytes: memoryOf(fields), engines: enginesOf(fields) };
}

type Fields = ReadonlyMap<string, string>;

function memoryOf(fields: Fields): number {
  const sizes = new Map<string, number>();
  // Later names are the newer ones. Resident memory is what the card holds; the total may be swapped out.
  for (const kind of ['total', 'memory', 'resident']) {
    for (const [key, value] of fields) {
      const region = key.startsWith(`${kind}-`) ? key.slice(kind.length + 1) : '';
      const [, amount, unit = ''] = /^(\d+)\s*([KMG]iB)?$/.exec(value) ?? [];
      if (OWN_MEMORY.test(region) && amount !== undefined) sizes.set(region, Number(amount) * UNITS[unit]!);
    }
  }
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function enginesOf(fields: Fields): DrmClient['engines'] {
  const engines = new Map<string, { used: number; total?: number; capacity: number }>();
  for (const [key, value] of fields) {
    const [, kind, engine] = /^(engine|cycles)-(?!capacity-)(.+)$/.exec(key) ?? [];
    const used = Number(/^\d+/.exec(value)?.[0] ?? NaN);
    if (engine === undefined || Number.isNaN(used)) continue;
    const capacity = Math.max(1, Number(fields.get(`engine-capacity-${engine}`) ?? 1) || 1);
    const total = Number(fields.get(`total-cycles-${engine}`));
    if (kind === 'engine') engines.set(engine, { used, capacity });
    else if (total >= 0) engines.set(engine, { used, total, capacity });
  }
  return engines;
}

/** Clients of one program, by card and client: a program may have a file open twice. */
export type ProgramClients = ReadonlyMap<string, DrmClient>;

/** All programs that have a graphics card open, as far as this user may see. @param root of the system's folders */
export function readDrmPrograms(root: string): Map<number, ProgramClients> {
  const pids = namesIn(join(root, 'proc')).filter((name) => /^\d+$/.test(name));
  const programs = pids.map((pid) => [Number(pid), readDrmClients(join(root, 'proc', pid))] as const);
  return new Map(programs.filter(([, clients]) => clients.size > 0));
}

/**
 * Memory of cards that this process has, in bytes, as the kernel counts it: amdgpu, i915, xe. 0 with drivers that don't tell, such as
 * NVIDIA's. @param root of the system's folders
 */
export function ownCardBytes(root = '/'): number {
  const clients = readDrmClients(join(root, 'proc/self')).values();
  return [...clients].reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
}

/** @param folder of a process, such as `/proc/self` */
function readDrmClients(folder: string): ProgramClients {
  const files = descriptorsOf(folder).filter((file) =>
    /^\/dev\/(?:dri|accel)\//.test(targetOf(join(folder, 'fd', file))),
  );
  const clients = files.flatMap((file) => parseDrmClient(textOf(join(folder, 'fdinfo', file))) ?? []);
  return new Map(clients.map((one) => [`${one.address} ${one.client}`, one]));
}

function descriptorsOf(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'fd'));
  } catch {
    return [];
  }
}

function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** What programs did on a card between two readings. @param elapsedMs between them */
export function programsBetween(
  address: string,
  before: ReadonlyMap<number, ProgramClients>,
  after: ReadonlyMap<number, ProgramClients>,
  elapsedMs: number,
): ProgramUse[] {
  return [...after].flatMap(([pid, clients]) => {
    const onCard = [...clients].filter(([, client]) => client.address === address);
    if (onCard.length === 0) return [];
    const shares = new Map<string, number>();
    for (const [key, { engines }] of onCard) {
      for (const [engine, { used, total, capacity }] of engines) {
        const former = before.get(pid)?.get(key)?.engines.get(engine);
        if (!former) continue;
        const elapsed = total === undefined ? elapsedMs * 1e6 : total - (former.total ?? 0);
        const share = elapsed > 0 ? Math.max(0, used - former.used) / elapsed / capacity : 0;
        shares.set(engine, (shares.get(engine) ?? 0) + share);
      }
    }
    const memoryBytes = onCard.reduce((sum, [, client]) => sum + client.memoryBytes, 0);
    return [{ pid, memoryBytes, ...(shares.size > 0 && { busy: Math.min(1, Math.max(...shares.values())) }) }];
  });
}
