import {
  additionBytes,
  folderFingerprint,
  isCpu,
  LoraPlan,
  modelFootprint,
  readModelFolder,
  withVae,
} from '@visionary/diffusion';
import type { Footprint, ModelFolder, PoolRequest, Rounding, SessionDevice } from '@visionary/diffusion';
import { LRUCache } from 'lru-cache';
import type { JobFile, JobLora } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EntryInfo } from './model-pools.js';

/** A LoRA of a loaded model. */
export interface LoadedLora extends Required<JobLora> {
  readonly file: string;
}

/** A VAE that replaces that of the model. */
export interface LoadedVae extends Required<JobFile> {
  readonly file: string;
}

/** A model with its LoRAs, and the image size in pixels. */
export interface ModelRequest {
  readonly modelDir: string;
  readonly modelName: string;
  readonly loras: readonly LoadedLora[];
  readonly vae?: LoadedVae | undefined;
  /** What is loaded beside the model while a take uses it. */
  readonly passing?: readonly { readonly kind: 'controlnet' | 'upscaler'; readonly file: string }[];
  readonly width: number;
  readonly height: number;
  /** Images that are rendered together. By default, one. */
  readonly images?: number;
}

export type LoadRequest = PoolRequest<EntryInfo> & Rounding;

type ModelFacts = Footprint & Pick<ModelFolder, 'isAdaptable'>;

/** What models take of a pool. */
export class ModelRequests {
  private readonly facts = new LRUCache<string, ModelFacts>({ max: 200 });

  /** @param hasDeviceMemory whether models on the device take none of the budget in main memory */
  constructor(
    private readonly budgetBytes: number,
    private readonly hasDeviceMemory: boolean,
  ) {}

  /** @throws ModelFolderError */
  async factsOf(request: ModelRequest): Promise<ModelFacts> {
    const model = await keyOf(request);
    const facts = this.facts.get(model) ?? (await readFacts(request));
    this.facts.set(model, facts);
    return facts;
  }

  /** LoRAs that are not merged are no part of what is in memory. @throws ModelFolderError */
  async of(request: ModelRequest, plan: LoraPlan, device: SessionDevice): Promise<LoadRequest> {
    const { modelDir, modelName, vae, passing = [], width, height, images = 1 } = request;
    const passingBytes = passing.reduce((sum, { kind, file }) => sum + additionBytes(file, kind), 0);
    const merged = request.loras.filter((_, i) => plan.merged.includes(i));
    const facts = await this.factsOf(request);
    const { isAdaptable, workingBytesPerPixel } = facts;
    const loras = merged.map(({ id, weight }) => ({ id, weight }));
    const key = [await keyOf(request), ...merged.map(({ sha256, weight }) => `${sha256}:${weight}`)];
    return {
      key: [...(isCpu(device) ? [] : [device.provider]), ...(isHalfOn(device, facts) ? ['half'] : []), ...key].join(
        '\0',
      ),
      about: { modelDir, modelName, isAdaptable, loras, ...(vae && { vae: vae.id }) },
      ...this.bytesOf(facts, device),
      workingBytes: images * width * height * workingBytesPerPixel + plan.factorBytes + passingBytes,
    };
  }

  private bytesOf(facts: ModelFacts, device: SessionDevice) {
    const { fileBytes, estimatedBytes, deviceBytes, halfDeviceBytes, loadingBytes } = facts;
    if (!isCpu(device)) {
      // Drivers allocate memory that does not count for the process.
      const bytes = device.hasHalf ? (halfDeviceBytes ?? deviceBytes) : deviceBytes;
      const onDevice = { fileBytes, estimatedBytes: bytes, countsEstimate: true };
      return { ...onDevice, loadingBytes: this.hasDeviceMemory ? 0 : loadingBytes };
    }
    const isPlain = this.loadsInPlainLayout(facts);
    return {
      fileBytes,
      estimatedBytes,
      ...(isPlain ? { layout: 'plain' as const, loadingBytes: 0 } : { loadingBytes }),
    };
  }

  /** Whether it has no room for a moment to load faster convolutions. Decided by files alone, so that takes repeat. */
  private loadsInPlainLayout({ isAdaptable, fileBytes, estimatedBytes, loadingBytes }: ModelFacts): boolean {
    return isAdaptable && Math.max(fileBytes, estimatedBytes) + loadingBytes > this.budgetBytes;
  }
}

const isHalfOn = ({ hasHalf }: SessionDevice, { halfDeviceBytes }: ModelFacts): boolean =>
  hasHalf === true && halfDeviceBytes !== undefined;

async function keyOf({ modelDir, vae }: ModelRequest): Promise<string> {
  return [modelDir, await folderFingerprint(modelDir), ...(vae ? [`vae:${vae.sha256}`] : [])].join('\0');
}

/** The model with the VAE that the request chooses. */
export async function folderOf({ modelDir, vae }: Pick<ModelRequest, 'modelDir' | 'vae'>): Promise<ModelFolder> {
  const folder = await readModelFolder(modelDir);
  return vae ? withVae(folder, vae.file) : folder;
}

async function readFacts(request: ModelRequest): Promise<ModelFacts> {
  const folder = await folderOf(request);
  return { ...(await modelFootprint(folder)), isAdaptable: folder.isAdaptable };
}
