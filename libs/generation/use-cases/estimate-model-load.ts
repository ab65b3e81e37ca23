import type { AdditionRef, LoraRef } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { LRUCache } from 'lru-cache';
import { mergeLoras, modelMemoryKey } from '../domain/loras.js';
import { ModelCatalog } from '../domain/model.js';
import { RenderTimings } from '../domain/render-timings.js';
import { filesOf } from '../domain/renderer-protocol.js';
import { preferredRenderer, measuredDeviceOf } from '../domain/renderer-selection.js';
import { Renderers } from '../domain/renderers.js';
import { QuarantineService } from './quarantine.service.js';
import { TakeInputs } from './take-inputs.js';

export interface ModelLoadEstimate {
  readonly inMemory: boolean;
  /** Measured; undefined if it was never loaded. */
  readonly loadMs: number | undefined;
  /** Ids of the models that would be evicted. */
  readonly evicts: readonly string[];
}

/** What is loaded with a model. */
interface LoadedParts {
  readonly loras: readonly LoraRef[];
  readonly vae?: AdditionRef;
}

/** All members of a room ask at the same time. */
const CACHE_MS = 2_000;
const MAX_CACHED = 200;

/** Estimates loading and evictions by the renderer that the queue would choose. */
@Injectable()
export class EstimateModelLoad {
  private readonly cache = new LRUCache<string, Promise<ModelLoadEstimate>>({ max: MAX_CACHED, ttl: CACHE_MS });

  constructor(
    private readonly renderers: Renderers,
    private readonly models: ModelCatalog,
    private readonly quarantine: QuarantineService,
    private readonly renderTimings: RenderTimings,
    private readonly inputs: TakeInputs,
  ) {
    this.renderers.onChange(() => this.cache.clear());
  }

  /**
   * @param requested LoRAs as in settings; duplicates are merged
   * @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_LORA_NOT_FOUND, GENERATION_ADDITION_NOT_FOUND, GENERATION_MODEL_QUARANTINED, GENERATION_RENDERER_UNAVAILABLE
   */
  run(model: string, requested: readonly LoraRef[], vae?: AdditionRef): Promise<ModelLoadEstimate> {
    const loras = mergeLoras(requested, []);
    const key = modelMemoryKey(model, loras, vae?.id);
    const cached = this.cache.get(key);
    if (cached) return cached;
    const estimate = this.estimate(model, { loras, ...(vae && { vae }) }, key);
    this.cache.set(key, estimate);
    // Rejections are not cached.
    estimate.catch(() => this.cache.delete(key));
    return estimate;
  }

  private async estimate(modelId: string, parts: LoadedParts, key: string): Promise<ModelLoadEstimate> {
    const model = await this.models.find(modelId);
    if (!model) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: modelId });
    const manifests = await this.inputs.manifestsFor(model, filesOf(parts));
    if (await this.quarantine.of(modelId)) throw new Rejection('GENERATION_MODEL_QUARANTINED', { model: modelId });
    const renderer = preferredRenderer(key, this.renderers.list());
    const request = { type: 'forecast', model: modelId, ...parts, ...(manifests && { manifests }) } as const;
    const response = renderer && (await this.renderers.request(renderer.id, request));
    if (!renderer || response?.type !== 'forecast') throw new Rejection('GENERATION_RENDERER_UNAVAILABLE');
    return {
      inMemory: response.inMemory,
      loadMs: response.loadMs ?? this.renderTimings.on(measuredDeviceOf(renderer)).loads.loadMs(key),
      evicts: await this.idsOf(response.evicts),
    };
  }

  /** Renderers report folders of their own machine. Folders of hub models are named by their hash. */
  private async idsOf(dirs: readonly string[]): Promise<string[]> {
    const models = await this.models.list();
    const ids = dirs.map(folderName).map((name) => models.find(({ hub }) => hub?.hash === name)?.id ?? name);
    return [...new Set(ids)];
  }
}

const folderName = (dir: string): string => dir.split(/[/\\]/).findLast(Boolean) ?? dir;
