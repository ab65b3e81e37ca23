import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './files.js';
import type { GraphicsCard, GraphicsMachine, GraphicsSystem } from './graphics-machine.js';
import { readLinuxCards, readVulkanDrivers } from './linux-cards.js';

/** Runs a program of the system. @returns its output; empty if there is none, or it fails */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

const DEADLINE_MS = 8_000;
/** What onnxruntime's CUDA provider loads. */
const CUDA_LIBRARIES = [
  ...['libcudart.so.12', 'libcublas.so.12', 'libcublasLt.so.12', 'libcurand.so.10', 'libcufft.so.11'],
  'libcudnn.so.9',
];

const runProgram: RunProgram = (program, args) =>
  new Promise((resolve) => {
    execFile(program, [...args], { timeout: DEADLINE_MS, windowsHide: true }, (error, output) =>
      resolve(error ? '' : output),
    );
  });

/** Asks the system for its graphics cards and what they need. @param root of the system's folders */
export async function readGraphics(
  platform: NodeJS.Platform = process.platform,
  root = '/',
  run: RunProgram = runProgram,
): Promise<GraphicsMachine> {
  if (platform === 'darwin') return machineWith('macos', await readMacCards(run));
  if (platform === 'win32') return machineWith('windows', await readWindowsCards(run));
  if (platform !== 'linux') return machineWith('other', []);
  const system = systemOf(root);
  const cards = system === 'wsl' ? await readWslCards(run) : readLinuxCards(root);
  const hasNvidia = cards.some(({ maker, driver }) => maker === 'nvidia' && driver !== undefined);
  return {
    ...machineWith(system, cards),
    distribution: distributionOf(root),
    vulkan: readVulkanDrivers(root),
    missingCudaLibraries: hasNvidia ? await findMissing(run) : undefined,
  };
}

const machineWith = (system: GraphicsSystem, cards: readonly GraphicsCard[]): GraphicsMachine => ({
  ...{ system, cards, distribution: undefined, vulkan: [], missingCudaLibraries: undefined },
});

function systemOf(root: string): GraphicsSystem {
  if (existsSync(join(root, 'dev/dxg'))) return 'wsl';
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

async function findMissing(run: RunProgram): Promise<string[] | undefined> {
  const list = (await run('/sbin/ldconfig', ['-p'])) || (await run('ldconfig', ['-p']));
  return list === '' ? undefined : CUDA_LIBRARIES.filter((name) => !list.includes(`${name} `));
}

/** In the Windows Subsystem for Linux, the driver of Windows offers NVIDIA's program. */
async function readWslCards(run: RunProgram): Promise<GraphicsCard[]> {
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const output = (await run('nvidia-smi', query)) || (await run('/usr/lib/wsl/lib/nvidia-smi', query));
  return output.split('\n').flatMap((line) => {
    const [name, version] = line.split(',').map((part) => part.trim());
    return name && version
      ? [{ name, maker: 'nvidia' as const, driver: `nvidia ${version}`, access: 'usable' as const }]
      : [];
  });
}

async function readMacCards(run: RunProgram): Promise<GraphicsCard[]> {
  const report = parse(await run('system_profiler', ['SPDisplaysDataType', '-json']));
  return recordsIn(report?.['SPDisplaysDataType']).flatMap((card) => {
    const name = card['sppci_model'] ?? card['_name'];
    return typeof name === 'string' ? [{ ...namedCard(name), driver: 'Metal' }] : [];
  });
}

async function readWindowsCards(run: RunProgram): Promise<GraphicsCard[]> {
  const query = 'ConvertTo-Json @(Get-CimInstance Win32_VideoController | Select-Object Name, DriverVersion)';
  const output = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query]);
  return recordsIn(parse(`{"cards":${output || '[]'}}`)?.['cards']).flatMap((card) => {
    const { Name: name, DriverVersion: version } = card;
    if (typeof name !== 'string') return [];
    return [{ ...namedCard(name), ...(typeof version === 'string' && { driver: version }) }];
  });
}

function namedCard(name: string): Omit<GraphicsCard, 'driver'> {
  const maker = (['nvidia', 'amd', 'intel'] as const).find((one) => name.toLowerCase().includes(one)) ?? 'other';
  return { name, maker, access: 'usable' };
}

function parse(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const recordsIn = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one) : [];
