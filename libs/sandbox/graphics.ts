import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Devices of graphics cards: NVIDIA's driver, Linux drivers, AMD's compute driver, and the Windows Subsystem for Linux. */
const DEVICE = /^(?:nvidia\d+|nvidiactl|nvidia-uvm|nvidia-uvm-tools|nvidia-modeset|dri|kfd|dxg)$/;
const RENDER_NODE = /^renderD\d+$/;

/**
 * What drivers read: their configuration, and which cards there are. The tree of devices names the hardware of the machine.
 * Their libraries are among those of the system.
 */
export const GRAPHICS_PATHS = [
  ...['/etc/vulkan', '/etc/nvidia', '/etc/OpenCL', '/run/opengl-driver'],
  ...['/sys/dev/char', '/sys/class/drm', '/sys/bus/pci', '/sys/devices', '/sys/module/nvidia'],
];

/** Devices of graphics cards on this machine. Not those that control a screen. */
export function graphicsDevices(folder = '/dev'): string[] {
  return namesIn(folder)
    .filter((name) => DEVICE.test(name))
    .flatMap((name) => (name === 'dri' ? renderNodes(join(folder, name)) : [join(folder, name)]));
}

/** @param cardDevices of the cards that are used; undefined: all. Those that control a driver belong to every card */
export const devicesOfCards = (devices: readonly string[], cardDevices?: readonly string[]): string[] =>
  devices.filter((path) => !cardDevices || cardDevices.includes(path) || !/\/(?:nvidia|renderD)\d+$/.test(path));

const renderNodes = (folder: string): string[] =>
  namesIn(folder)
    .filter((name) => RENDER_NODE.test(name))
    .map((name) => join(folder, name));

/** The groups that may use them. */
export function groupsOf(devices: readonly string[]): number[] {
  return [...new Set(devices.flatMap((path) => statSync(path, { throwIfNoEntry: false })?.gid ?? []))];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
