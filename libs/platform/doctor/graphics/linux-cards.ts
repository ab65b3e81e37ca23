import { accessSync, constants, existsSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namesIn, textOf } from './files.js';
import type { GraphicsCard, VulkanDriver } from './graphics-machine.js';

/** Classes of PCI devices: VGA, 3D, other displays, and accelerators. */
const GRAPHICS_CLASS = /^0x(?:03(?:00|02|80)|1200)/;
const MAKERS = { '0x10de': 'nvidia', '0x1002': 'amd', '0x8086': 'intel' } as const;
const MAKER_NAMES = { nvidia: 'NVIDIA', amd: 'AMD', intel: 'Intel', other: '' } as const;
const PCI_NAMES = ['usr/share/misc/pci.ids', 'usr/share/hwdata/pci.ids'];
const VULKAN_FOLDERS = ['etc/vulkan/icd.d', 'usr/share/vulkan/icd.d', 'usr/local/share/vulkan/icd.d'];
/** Mesa's llvmpipe, and Google's SwiftShader. */
const SOFTWARE_DRIVERS: Readonly<Record<string, string>> = { lvp: 'llvmpipe', swiftshader: 'SwiftShader' };

/** All cards on the PCI bus, also those that a container can't use. @param root of the system's folders */
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
  return {
    name: nvidiaName(root, address) ?? pciName(root, folder, maker),
    maker,
    ...(driver !== undefined && { driver }),
    access: driver === undefined ? 'usable' : accessTo(devicePath(root, folder, driver)),
  };
}

/** As NVIDIA's driver tells it. */
const nvidiaName = (root: string, address: string): string | undefined =>
  /^Model:\s*(.+)$/m.exec(textOf(join(root, 'proc/driver/nvidia/gpus', address, 'information')))?.[1];

function pciName(root: string, folder: string, maker: GraphicsCard['maker']): string {
  const [vendor, device] = ['vendor', 'device'].map((file) => textOf(join(folder, file)).replace(/^0x/, ''));
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

/** The file that programs open to compute with it. Undefined if its driver makes none. */
function devicePath(root: string, folder: string, driver: string): string | undefined {
  if (driver.startsWith('nvidia')) return join(root, 'dev/nvidia0');
  const node = namesIn(join(folder, 'drm')).find((name) => name.startsWith('renderD'));
  return node === undefined ? undefined : join(root, 'dev/dri', node);
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

/** By the files with which drivers register at Vulkan's loader. */
export function readVulkanDrivers(root: string): VulkanDriver[] {
  const files = VULKAN_FOLDERS.flatMap((folder) => namesIn(join(root, folder))).filter((name) =>
    name.endsWith('.json'),
  );
  const names = files.map((file) => file.replace(/[._]icd.*$|\.json$/, '').replace(/_vk$/, ''));
  return [...new Set(names)].map((name) => {
    const software = Object.entries(SOFTWARE_DRIVERS).find(([prefix]) => name.startsWith(prefix))?.[1];
    return software === undefined ? { name, isSoftware: false } : { name: software, isSoftware: true };
  });
}
