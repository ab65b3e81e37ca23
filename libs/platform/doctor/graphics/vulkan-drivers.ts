import { join } from 'node:path';
import { namesIn } from '@visionary/graphics-cards';
import type { VulkanDriver } from './graphics-machine.js';

const VULKAN_FOLDERS = ['etc/vulkan/icd.d', 'usr/share/vulkan/icd.d', 'usr/local/share/vulkan/icd.d'];
/** Mesa's llvmpipe, and Google's SwiftShader. */
const SOFTWARE_DRIVERS: Readonly<Record<string, string>> = { lvp: 'llvmpipe', swiftshader: 'SwiftShader' };

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
