import { accessSync, constants, existsSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesIn, textOf } from './files.js';
import type { GraphicsCard } from './card.js';

/** Classes of PCI devices: VGA, 3D, other displays, and accelerators. */
const GRAPHICS_CLASS = /^0x(?:03(?:00|02|80)|1200)/;
const MAKERS = { '0x10de': 'nvidia', '0x1002': 'amd', '0x8086': 'intel' } as const;
const MAKER_NAMES = { nvidia: 'NVIDIA', amd: 'AMD', intel: 'Intel', other: '' } as const;
const PCI_NAMES = ['usr/share/misc/pci.ids', 'usr/share/hwdata/pci.ids'];

/** All cards on the PCI bus in its order, also those that a container can't use. @param root of the system's folders */
export function readLinuxCards(root: string): GraphicsCard[] {
  const folder = join(root, 'sys/bus/pci/devices');
  return namesIn(folder)
    .filter((address) => GRAPHICS_CLASS.test(textOf(join(folder, address, 'class'))))
    .map((address) => readCard(root, address));
}

function readCard(root: string, address: string): GraphicsCard {
  const folder = join(root, 'sys/bus/pci/devices', address);
  const maker = MAKERS[textOf(join(folder, 'vendor')) as keyof typeof MAKERS] ?? 'other';
  const driver = driverOf(root, folder);
  const [vendor = '', device = ''] = ['vendor', 'device'].map((file) => textOf(join(folder, file)).replace(/^0x/, ''));
  const memoryBytes = Number(textOf(join(folder, 'mem_info_vram_total')));
  const devices = driver === undefined ? [] : devicesOf(root, folder, address, driver);
  return {
    ...{
      name: nvidiaName(root, address) ?? (textOf(join(folder, 'product_name')) || pciName(root, vendor, device, maker)),
      maker,
      address,
    },
    ...{ ids: { vendor, device }, devices },
    ...(driver !== undefined && { driver }),
    ...(memoryBytes > 0 && { memoryBytes }),
    access: driver === undefined ? 'usable' : accessTo(devices[0]),
  };
}

/** As NVIDIA's driver tells it. */
const nvidiaName = (root: string, address: string): string | undefined =>
  /^Model:\s*(.+)$/m.exec(textOf(join(root, 'proc/driver/nvidia/gpus', address, 'information')))?.[1];

function pciName(root: string, vendor: string, device: string, maker: GraphicsCard['maker']): string {
  const list = PCI_NAMES.map((path) => textOf(join(root, path))).find((text) => text !== '') ?? '';
  const ofVendor = list.split(/^(?=[0-9a-f]{4} )/m).find((part) => part.startsWith(`${vendor} `)) ?? '';
  const name = new RegExp(`^\\t${device} +(.+)$`, 'm').exec(ofVendor)?.[1] ?? `PCI ${vendor}:${device}`;
  return `${MAKER_NAMES[maker]} ${name}`.trim();
}

function driverOf(root: string, folder: string): string | undefined {
  const driver = linkedName(join(folder, 'driver'));
  // A virtual machine has the card then.
  if (driver === undefined || driver === 'vfio-pci') return undefined;
  const version = /Kernel Module\s+(?:for \S+\s+)?([\d.]+)/.exec(textOf(join(root, 'proc/driver/nvidia/version')))?.[1];
  return driver === 'nvidia' && version ? `nvidia ${version}` : driver;
}

function linkedName(path: string): string | undefined {
  try {
    return basename(readlinkSync(path));
  } catch {
    return undefined;
  }
}

/** The files that programs open to compute with it. Empty if its driver makes none. */
function devicesOf(root: string, folder: string, address: string, driver: string): string[] {
  const nodes = namesIn(join(folder, 'drm'))
    .filter((name) => name.startsWith('renderD'))
    .map((name) => join(root, 'dev/dri', name));
  if (!driver.startsWith('nvidia')) return nodes;
  const facts = textOf(join(root, 'proc/driver/nvidia/gpus', address, 'information'));
  const number = /^Device Minor:\s*(\d+)$/m.exec(facts)?.[1] ?? '0';
  return [join(root, `dev/nvidia${number}`), ...nodes];
}

function accessTo(path: string | undefined): GraphicsCard['access'] {
  if (path === undefined || !existsSync(path)) return 'hidden';
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return 'usable';
  } catch {
    return 'forbidden';
  }
}
