import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isWsl, readCards, readCardUses, runProgram, textOf } from '@visionary/graphics-cards';
import type { GraphicsMachine, GraphicsSystem } from './graphics-machine.js';
import { readVulkanDrivers } from './vulkan-drivers.js';

/** What onnxruntime's CUDA provider loads. */
const CUDA_LIBRARIES = [
  ...['libcudart.so.12', 'libcublas.so.12', 'libcublasLt.so.12', 'libcurand.so.10', 'libcufft.so.11'],
  'libcudnn.so.9',
];

/** Asks the system for its graphics cards and what they need. @param root of the system's folders */
export async function readGraphics(
  platform: NodeJS.Platform = process.platform,
  root = '/',
  run = runProgram,
): Promise<GraphicsMachine> {
  const cards = await readCards(platform, root, run);
  const uses = await readCardUses(cards, { platform, root, run });
  if (platform === 'darwin') return { ...machineWith('macos'), cards, uses };
  if (platform === 'win32') return { ...machineWith('windows'), cards, uses };
  if (platform !== 'linux') return machineWith('other');
  const hasNvidia = cards.some(({ maker, driver }) => maker === 'nvidia' && driver !== undefined);
  return {
    ...{ ...machineWith(systemOf(root)), cards, uses },
    distribution: distributionOf(root),
    vulkan: readVulkanDrivers(root),
    missingCudaLibraries: hasNvidia ? await findMissing(run) : undefined,
  };
}

const machineWith = (system: GraphicsSystem): GraphicsMachine => ({
  ...{ system, cards: [], uses: [], distribution: undefined, vulkan: [], missingCudaLibraries: undefined },
});

function systemOf(root: string): GraphicsSystem {
  if (isWsl(root)) return 'wsl';
  const isContainer =
    ['.dockerenv', 'run/.containerenv'].some((path) => existsSync(join(root, path))) ||
    /docker|containerd|kubepods|libpod/.test(textOf(join(root, 'proc/1/cgroup')));
  return isContainer ? 'container' : 'linux';
}

function distributionOf(root: string): GraphicsMachine['distribution'] {
  const release = textOf(join(root, 'etc/os-release'));
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]+)"?$/gm)].flatMap(([, value = '']) => value.split(' '));
  return (['ubuntu', 'debian', 'fedora'] as const).find((name) => ids.includes(name));
}

async function findMissing(run: typeof runProgram): Promise<string[] | undefined> {
  const list = (await run('/sbin/ldconfig', ['-p'])) || (await run('ldconfig', ['-p']));
  return list === '' ? undefined : CUDA_LIBRARIES.filter((name) => !list.includes(`${name} `));
}
