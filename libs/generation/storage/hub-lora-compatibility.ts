import type { ChangedModules, PatchableWeights } from '@visionary/diffusion/lora-compatibility';
import type { PublishedModels } from '../domain/published-models.js';
import type { LoraCompatibilityStatus, Lora } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { hasDifferentBase } from '../domain/other-base.js';
import { checkStoredCompatibility } from './stored-compatibility.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

/** Answers are a word each. */
const FITS_KEPT = 50_000;
/** What is known of a model's weights is a hundred kilobytes. */
const MODELS_KEPT = 20;

interface ReadWeights {
  readonly reading: Promise<PatchableWeights | null>;
  /** The reading has ended, and there are weights. */
  found: boolean;
}

/** Which LoRA fits which model where one of them is the hub's: by what their trials wrote down, for their files are elsewhere. */
export class HubLoraCompatibility {
  private readonly known = new Map<string, LoraCompatibilityStatus>();
  private readonly weights = new Map<string, ReadWeights>();

  /** @param isInTransaction see PublishedModelCache */
  constructor(
    private readonly offers: PublishedModels,
    private readonly files: LoraCompatibilityChecker,
    private readonly isInTransaction: () => boolean,
  ) {}

  /** Files of a folder may be replaced: nothing is known of them without looking. */
  knownFit(lora: Lora, model: Model): LoraCompatibilityStatus | undefined {
    return lora.hub && model.hub && this.known.get(keyOf(lora.hub.hash, model.hub.hash));
  }

  async fit(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    const known = this.knownFit(lora, model);
    if (known) return known;
    const [changes, weights] = [await this.changesOf(lora), await this.weightsOf(model)];
    if (!changes || !weights) return 'notChecked';
    const { fits } = checkStoredCompatibility(lora.title, { kind: 'lora', ...changes }, weights);
    const fit = fits ? 'fits' : hasDifferentBase(lora, model) ? 'wrongBase' : 'shapeMismatch';
    if (lora.hub && model.hub) keep(this.known, FITS_KEPT, keyOf(lora.hub.hash, model.hub.hash), fit);
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
    const known = this.weights.get(hub.hash);
    if (this.isInTransaction()) return known?.found ? known.reading : this.readWeights(model);
    const weights: ReadWeights = known ?? { reading: this.readWeights(model), found: false };
    keep(this.weights, MODELS_KEPT, hub.hash, weights);
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

const keep = <T>(map: Map<string, T>, atMost: number, key: string, value: T): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > atMost && oldest !== undefined) map.delete(oldest);
};
