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

interface ReadWeights {
  readonly reading: Promise<PatchableWeights | null>;
  /** Set once `reading` resolved with weights. */
  found: boolean;
}

/** Checks LoRAs against models if either is of the hub. Uses the metadata of their trials, because the files are not here. */
export class HubLoraCompatibility {
  private readonly cached = new LRUCache<string, LoraCompatibilityStatus>({ max: MAX_RESULTS });
  private readonly weights = new LRUCache<string, ReadWeights>({ max: MAX_MODELS });

  /** @param isInTransaction see PublishedModelCache */
  constructor(
    private readonly offers: PublishedModels,
    private readonly files: LoraCompatibilityChecker,
    private readonly isInTransaction: () => boolean,
  ) {}

  /** Only for two hub versions: local files may change. */
  cachedFit(lora: Lora, model: Model): LoraCompatibilityStatus | undefined {
    return lora.hub && model.hub && this.cached.get(keyOf(lora.hub.hash, model.hub.hash));
  }

  async fit(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    const cached = this.cachedFit(lora, model);
    if (cached) return cached;
    const [changes, weights] = [await this.changesOf(lora), await this.weightsOf(model)];
    if (!changes || !weights) return 'notChecked';
    const { isCompatible } = checkStoredCompatibility(lora.title, changes, weights);
    const fit = isCompatible ? 'fits' : hasDifferentBase(lora, model) ? 'wrongBase' : 'shapeMismatch';
    if (lora.hub && model.hub) this.cached.set(keyOf(lora.hub.hash, model.hub.hash), fit);
    return fit;
  }

  private async changesOf({ hub, path }: Lora): Promise<ChangedModules | null> {
    if (!hub) return path === undefined ? null : this.files.changes(path);
    const facts = (await this.offers.facts([hub])).get(hub.versionId);
    return facts?.kind === 'lora' ? facts : null;
  }

  private weightsOf(model: Model): Promise<PatchableWeights | null> {
    const { hub, dir } = model;
    if (!hub) return dir === undefined ? Promise.resolve(null) : this.files.weights(dir);
    const cached = this.weights.get(hub.hash);
    if (this.isInTransaction()) return cached?.found ? cached.reading : this.readWeights(model);
    const weights: ReadWeights = cached ?? { reading: this.readWeights(model), found: false };
    this.weights.set(hub.hash, weights);
    weights.reading.then(
      (found) => (found ? (weights.found = true) : this.weights.delete(hub.hash)),
      () => this.weights.delete(hub.hash),
    );
    return weights.reading;
  }

  private async readWeights({ hub }: Model): Promise<PatchableWeights | null> {
    const facts = hub && (await this.offers.facts([hub])).get(hub.versionId);
    return facts?.kind === 'model' ? facts.modules : null;
  }
}

const keyOf = (lora: string, model: string): string => `${lora}\0${model}`;
