import { mkdir, rm } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseProviderSetting } from '@visionary/contract';
import { readCards, vulkanCards } from '@visionary/graphics-cards';
import {
  graphicsDevices,
  makeReadable,
  makeScratchFolder,
  type SandboxedProcess,
  startSandboxed,
  withFilesBeside,
} from '@visionary/sandbox';
import { type DeviceCrash, DeviceCrashes } from './device-crashes.js';
import { type RendererOptions, rendererEnvironment } from './renderer-options.js';
import { hasFilesOfStrangers, SHADER_CACHE_SETTINGS, ShaderCache } from './shader-cache.js';

/** Of 19: the server's own work goes first, but other busy programs do not starve the renderer. */
const NICENESS = 5;

const MEBIBYTE = 2 ** 20;
/** A take needs memory beside the models: for its own values, its image, and the image check. */
const MEMORY_BESIDE_MODELS = { factor: 1.5, bytes: 2_048 * MEBIBYTE };
/** Without a setting, the renderer keeps models in most of the memory that is available when it starts. */
const SHARE_OF_AVAILABLE = 0.9;
const MIN_MEMORY_BYTES = 1_024 * MEBIBYTE;

/** What the renderer may use: the models, a folder for temporary files, and memory. */
export class RendererSandbox {
  /** Limit of resident memory. Above it, the process is killed. */
  readonly memoryBytes: number;
  private readonly added = new Set<string>();
  private readonly crashes = new DeviceCrashes();
  private readonly scratchFolders = new Set<string>();
  /** Whether the current process got files that may be of strangers. */
  private exposure = { isExposed: false };
  private lastEnd: Promise<void> = Promise.resolve();

  constructor(private readonly options: RendererOptions) {
    this.memoryBytes = memoryLimit(options.memoryMiB * MEBIBYTE);
  }

  /** The next process can read these, too. */
  add(paths: readonly string[]): void {
    for (const path of paths) this.added.add(path);
  }

  /** A device crashed the process while it rendered a model, which the next ones don't compute with it. */
  recordDeviceCrash(crash: DeviceCrash): void {
    this.crashes.add(crash);
  }

  /** The current process gets a command. */
  recordCommand(command: object): void {
    if (hasFilesOfStrangers(command, this.options.modelsDir)) this.exposure.isExposed = true;
  }

  async start(): Promise<SandboxedProcess> {
    const { options, memoryBytes } = this;
    const { script, modelsDir, modelCacheDir, images } = options;
    const provider = this.crashes.areTooMany ? 'cpu' : options.provider;
    await mkdir(modelCacheDir, { recursive: true });
    await makeReadable(modelCacheDir);
    // One for each process: what an earlier one left belongs to another user.
    const folder = await makeScratchFolder();
    this.scratchFolders.add(folder);
    const hasGraphics = usesGraphics(provider);
    if (hasGraphics) await this.shaderCache.copyTo(folder);
    const exposure = { isExposed: false };
    this.exposure = exposure;
    const classifiers = images.areChecked ? await withFilesBeside(images.classifiers) : [];
    const started = await startSandboxed({
      purpose: 'renderer',
      script,
      readable: [modelsDir, modelCacheDir, ...classifiers, ...this.added],
      ownFolders: [dirname(modelCacheDir)],
      // On disk: LoRAs change gigabytes of weights there.
      scratch: { folder },
      memoryBytes,
      niceness: NICENESS,
      usesGraphics: hasGraphics,
      cardDevices: await devicesOf(provider),
      env: {
        ...rendererEnvironment({ ...options, ...this.crashes.settings, provider }, process.env),
        ...(hasGraphics && SHADER_CACHE_SETTINGS),
      },
      execArgv: ['--enable-source-maps'],
    });
    started.child.once('exit', (code) => {
      const keepsShaders = hasGraphics && code === 0 && !exposure.isExposed;
      this.lastEnd = this.end(folder, keepsShaders);
    });
    return started;
  }

  /** That of all renderers with the same setting. */
  private get shaderCache(): ShaderCache {
    const { provider, modelCacheDir } = this.options;
    return new ShaderCache(join(dirname(modelCacheDir), 'shader-cache', provider.replaceAll(/[^a-z0-9]/g, '-')));
  }

  /** Deletes the temporary files. */
  async remove(): Promise<void> {
    await this.lastEnd;
    await Promise.all([...this.scratchFolders].map((folder) => this.removeFolder(folder)));
  }

  private async end(folder: string, keepsShaders: boolean): Promise<void> {
    if (keepsShaders) await this.shaderCache.keep(folder).catch(() => undefined);
    await this.removeFolder(folder);
  }

  private async removeFolder(folder: string): Promise<void> {
    // What can't be removed now is tried again at the end.
    await rm(folder, { recursive: true, force: true }).then(
      () => this.scratchFolders.delete(folder),
      () => undefined,
    );
  }
}

/** With `auto`, only if there is a card, so that a machine without one keeps the whole isolation. */
const usesGraphics = (provider: string): boolean =>
  provider === 'auto' ? graphicsDevices().length > 0 || process.platform !== 'linux' : provider !== 'cpu';

/** The devices of a card that WebGPU uses. CUDA would count only those that it can open. */
async function devicesOf(provider: string): Promise<readonly string[] | undefined> {
  const setting = parseProviderSetting(provider);
  if (setting?.provider !== 'webgpu' || setting.card === undefined) return undefined;
  return vulkanCards(await readCards())[setting.card]?.devices;
}

function memoryLimit(budgetBytes: number): number {
  if (budgetBytes > 0) {
    return Math.max(budgetBytes * MEMORY_BESIDE_MODELS.factor, budgetBytes + MEMORY_BESIDE_MODELS.bytes);
  }
  return Math.max(MIN_MEMORY_BYTES, (process.availableMemory?.() ?? freemem()) * SHARE_OF_AVAILABLE);
}
