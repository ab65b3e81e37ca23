import {
  checkStoredCompatibility,
  type ChangedModules,
  type PatchableWeights,
} from '@visionary/diffusion/lora-compatibility';
import { LRUCache } from 'lru-cache';
import type { PublishedModels } from '../domain/published-models.js';
import { type LoraCompatibilityStatus, type Lora, hasDifferentBase } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

/** Each result is one word. */
const MAX_RESULTS = 50_000;
/** Weights of one model take about 100 kB. */
const MAX_MODELS = 20;

interface CachedWeights {
  readonly promise: Promise<PatchableWeights | null>;
  /** Set once `reading` resolved with weights. */
  isLoaded: boolean;
}

/** Checks LoRAs against models if either is of the hub. Uses the metadata of their trials, because the files are not here. */
export class HubLoraCompatibility {
  private readonly results = new LRUCache<string, LoraCompatibilityStatus>({ max: MAX_RESULTS });
  private readonly weights = new LRUCache<string, CachedWeights>({ max: MAX_MODELS });

  /** @param isInTransaction see PublishedModelCache */
  constructor(
    private readonly publishedModels: PublishedModels,
    private readonly checker: LoraCompatibilityChecker,
    private readonly isInTransaction: () => boolean,
  ) {}

  /** Only for two hub versions: local files may change. */
  cachedResult(lora: Lora, model: Model): LoraCompatibilityStatus | undefined {
    return lora.hub && model.hub && this.results.get(keyOf(lora.hub.hash, model.hub.hash));
  }

  async check(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    const cached = this.cachedResult(lora, model);
    if (cached) return cached;
    const [changes, weights] = [await this.changesOf(lora), await this.weightsOf(model)];
    if (!changes || !weights) return 'notChecked';
    const { isCompatible, isOtherBase } = checkStoredCompatibility(lora.title, changes, weights);
    const isWrongBase = isOtherBase ?? hasDifferentBase(lora, model);
    const status = isCompatible ? 'fits' : isWrongBase ? 'wrongBase' : 'shapeMismatch';
    if (lora.hub && model.hub) this.results.set(keyOf(lora.hub.hash, model.hub.hash), status);
    return status;
  }

  private async changesOf({ hub, path }: Lora): Promise<ChangedModules | null> {
    if (!hub) return path === undefined ? null : this.checker.changes(path);
    const facts = (await this.publishedModels.metadata([hub])).get(hub.versionId);
    return facts?.kind === 'lora' ? facts : null;
  }

  private weightsOf(model: Model): Promise<PatchableWeights | null> {
    const { hub, dir } = model;
    if (!hub) return dir === undefined ? Promise.resolve(null) : this.checker.weights(dir);
    const cached = this.weights.get(hub.hash);
    if (this.isInTransaction()) return cached?.isLoaded ? cached.promise : this.readWeights(model);
    const weights: CachedWeights = cached ?? { promise: this.readWeights(model), isLoaded: false };
    this.weights.set(hub.hash, weights);
    weights.promise.then(
      (found) => (found ? (weights.isLoaded = true) : this.weights.delete(hub.hash)),
      () => this.weights.delete(hub.hash),
    );
    return weights.promise;
  }

  private async readWeights({ hub }: Model): Promise<PatchableWeights | null> {
    const facts = hub && (await this.publishedModels.metadata([hub])).get(hub.versionId);
    return facts?.kind === 'model' ? facts.modules : null;
  }
}

const keyOf = (lora: string, model: string): string => `${lora}\0${model}`;
