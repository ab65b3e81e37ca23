import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { isCpu, type SessionDevice } from '../sessions/device.js';
import { hasGraphicsDevice, namesIn } from './find-providers.js';

export interface DeviceFacts {
  readonly name?: string;
  /** Absent if it computes in main memory, or if unknown. */
  readonly memoryBytes?: number;
}

const MEBIBYTE = 2 ** 20;
/** Processors with graphics set a little memory aside, and use main memory beside it. */
const MIN_OWN_BYTES = 2_048 * MEBIBYTE;
const DEADLINE_MS = 5_000;
const VENDORS: Readonly<Record<string, string>> = { '1002': 'AMD', '10de': 'NVIDIA', '8086': 'Intel' };
const PCI_NAMES = ['usr/share/misc/pci.ids', 'usr/share/hwdata/pci.ids'];

/** Name and memory of a device, as far as the system tells them. The runtime names no device. */
export async function describeDevice(device: SessionDevice, root = '/'): Promise<DeviceFacts> {
  const processor = cpus()[0]?.model.trim();
  if (isCpu(device) || process.platform === 'darwin') return processor ? { name: processor } : {};
  const nvidia = existsSync(join(root, 'dev/nvidia0')) ? await askNvidia(device.card ?? 0) : undefined;
  if (nvidia) return nvidia;
  if (process.platform !== 'linux') return {};
  return hasGraphicsDevice(root) ? describeCard(root) : { name: 'software' };
}

/** @returns undefined without the program of NVIDIA's driver */
async function askNvidia(card: number): Promise<DeviceFacts | undefined> {
  const query = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits', '-i', String(card)];
  const output = await new Promise<string>((resolve) => {
    execFile('nvidia-smi', query, { timeout: DEADLINE_MS }, (error, text) => resolve(error ? '' : text));
  });
  const [, name, mebibytes] = /^(.+), (\d+)\s*$/m.exec(output) ?? [];
  return name === undefined ? undefined : { name, memoryBytes: Number(mebibytes) * MEBIBYTE };
}

/** The card of the Linux drivers with the most memory of its own. */
function describeCard(root: string): DeviceFacts {
  const folder = join(root, 'sys/class/drm');
  const cards = namesIn(folder).filter((name) => /^card\d+$/.test(name));
  const facts = cards.map((card) => factsOf(root, join(folder, card, 'device')));
  return facts.toSorted((a, b) => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0))[0] ?? {};
}

function factsOf(root: string, folder: string): DeviceFacts {
  const memoryBytes = Number(textOf(join(folder, 'mem_info_vram_total')));
  const name = textOf(join(folder, 'product_name')) || pciName(root, folder);
  return { ...(name && { name }), ...(memoryBytes >= MIN_OWN_BYTES && { memoryBytes }) };
}

function pciName(root: string, folder: string): string | undefined {
  const [vendor, device] = ['vendor', 'device'].map((file) => textOf(join(folder, file)).replace(/^0x/, ''));
  if (!vendor || !device) return undefined;
  const list = PCI_NAMES.map((path) => textOf(join(root, path))).find((text) => text !== '') ?? '';
  const ofVendor = list.split(/^(?=[0-9a-f]{4} )/m).find((part) => part.startsWith(`${vendor} `));
  const name = new RegExp(`^\\t${device} +(.+)$`, 'm').exec(ofVendor ?? '')?.[1];
  return [VENDORS[vendor], name].filter(Boolean).join(' ') || undefined;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
