import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ProviderName } from '../sessions/device.js';

/** Why a provider can't be used. */
export interface MissingProvider {
  readonly provider: ProviderName;
  readonly reason: 'unsupported' | 'notInstalled' | 'noDevice';
  /** In English, where the reason does not say it all: the file that is missing, the number of a card. */
  readonly detail?: string;
}

/** A machine, as far as providers depend on it. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Providers of this build of the runtime. */
  readonly backends: readonly { readonly name: string; readonly bundled: boolean }[];
  /** Folder with the libraries of the runtime. */
  readonly libraries: string;
  /** Of the system's folders. */
  readonly root: string;
}

/** Fastest first. TensorRT builds an engine for every model and size, which takes minutes, so it must be chosen. */
const CONSIDERED: readonly ProviderName[] = ['cuda', 'dml', 'coreml', 'webgpu'];

/** Of NVIDIA's driver, and of the Windows Subsystem for Linux. */
const NVIDIA_DEVICES = ['dev/nvidia0', 'dev/dxg'];
const RENDER_NODE = /^renderD\d+$/;
/** Where Vulkan's loader looks for drivers. */
const VULKAN_FOLDERS = [
  ...['etc/vulkan/icd.d', 'usr/share/vulkan/icd.d', 'usr/local/share/vulkan/icd.d'],
  'run/opengl-driver/share/vulkan/icd.d',
];

export const thisMachine = (backends: Machine['backends']): Machine => ({
  platform: process.platform,
  backends,
  libraries: librariesOf(process.platform, process.arch),
  root: '/',
});

function librariesOf(platform: string, architecture: string): string {
  const packageFile = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  return join(dirname(packageFile), 'bin', 'napi-v6', platform, architecture);
}

/** Providers other than the processor that may work here, fastest first, and why others won't. Only looks at files. */
export function findProviders(machine: Machine): { available: ProviderName[]; missing: MissingProvider[] } {
  const available: ProviderName[] = [];
  const missing: MissingProvider[] = [];
  for (const provider of CONSIDERED) {
    const problem = problemOf(provider, machine);
    if (!problem) available.push(provider);
    // What the system can't have needs no explanation.
    else if (problem.reason !== 'unsupported') missing.push(problem);
  }
  return { available, missing };
}

/** @param needsDevice whether a device must be there, too. Software devices have none. @returns undefined if it may work */
export function problemOf(provider: ProviderName, machine: Machine, needsDevice = true): MissingProvider | undefined {
  if (provider === 'cpu') return undefined;
  const backend = machine.backends.find(({ name }) => name === provider);
  if (!backend) return { provider, reason: 'unsupported' };
  if (machine.platform !== 'linux') return undefined;
  if (provider === 'cuda' || provider === 'tensorrt') return cudaProblem(provider, machine);
  return provider === 'webgpu' ? vulkanProblem(machine, needsDevice) : undefined;
}

function cudaProblem(provider: 'cuda' | 'tensorrt', { root, libraries }: Machine): MissingProvider | undefined {
  if (!hasNvidiaDevice(root)) return { provider, reason: 'noDevice' };
  const names = ['shared', 'cuda', ...(provider === 'tensorrt' ? ['tensorrt'] : [])];
  const absent = names
    .map((name) => `libonnxruntime_providers_${name}.so`)
    .find((name) => !existsSync(join(libraries, name)));
  return absent === undefined ? undefined : { provider, reason: 'notInstalled', detail: absent };
}

function vulkanProblem({ root }: Machine, needsDevice: boolean): MissingProvider | undefined {
  if (needsDevice && !hasGraphicsDevice(root)) return { provider: 'webgpu', reason: 'noDevice' };
  const hasDriver = VULKAN_FOLDERS.some((folder) => namesIn(join(root, folder)).some((name) => name.endsWith('.json')));
  return hasDriver ? undefined : { provider: 'webgpu', reason: 'notInstalled' };
}

const hasNvidiaDevice = (root: string): boolean => NVIDIA_DEVICES.some((path) => existsSync(join(root, path)));

/** @param root of the system's folders */
export const hasGraphicsDevice = (root = '/'): boolean =>
  hasNvidiaDevice(root) || namesIn(join(root, 'dev/dri')).some((name) => RENDER_NODE.test(name));

/** Empty if it can't be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
