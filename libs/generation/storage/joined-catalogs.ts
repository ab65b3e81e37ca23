import type { ModelFileMetadata } from '@visionary/contract';
import type { PublishedModels } from '../domain/published-models.js';
import { type LoraCompatibilityStatus, type Lora, LoraCatalog, type TaggedPrompt } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import type { HubLoraCompatibility } from './hub-lora-compatibility.js';

interface Named {
  readonly id: string;
}

/** Local items first. A hub item with the id of a local one is left out. Caches the merged list. */
export class MergedList<T extends Named> {
  private merged:
    | { readonly local: readonly T[]; readonly published: readonly T[]; readonly all: readonly T[] }
    | undefined;

  of(local: readonly T[], published: readonly T[]): readonly T[] {
    const cached = this.merged;
    if (cached?.local === local && cached.published === published) return cached.all;
    const localIds = new Set(local.map(({ id }) => id));
    const all = [...local, ...published.filter(({ id }) => !localIds.has(id))];
    this.merged = { local, published, all };
    return all;
  }
}

/** Local models and those of the hub. */
export class CombinedModelCatalog extends ModelCatalog {
  private readonly merged = new MergedList<Model>();

  constructor(
    private readonly folder: ModelCatalog,
    private readonly publishedModels: PublishedModels,
  ) {
    super();
  }

  async list(): Promise<readonly Model[]> {
    return this.merged.of(await this.folder.list(), await this.publishedModels.models());
  }
}

/** Local LoRAs and those of the hub. */
export class CombinedLoraCatalog extends LoraCatalog {
  private readonly merged = new MergedList<Lora>();

  constructor(
    private readonly folder: LoraCatalog,
    private readonly publishedModels: PublishedModels,
    private readonly hubLoraCompatibility: HubLoraCompatibility,
  ) {
    super();
  }

  async list(): Promise<readonly Lora[]> {
    return this.merged.of(await this.folder.list(), await this.publishedModels.loras());
  }

  compatibleWith(lora: Lora, model: Model): Promise<boolean> {
    return isOfHub(lora, model)
      ? this.hubLoraCompatibility.check(lora, model).then((fit) => fit === 'fits')
      : this.folder.compatibleWith(lora, model);
  }

  override checkCompatibility(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    return isOfHub(lora, model)
      ? this.hubLoraCompatibility.check(lora, model)
      : this.folder.checkCompatibility(lora, model);
  }

  override cachedCompatibility(lora: Lora, model: Model): LoraCompatibilityStatus | undefined {
    return this.hubLoraCompatibility.cachedResult(lora, model);
  }

  override async metadata(lora: Lora): Promise<ModelFileMetadata | null> {
    return lora.hub ? null : this.folder.metadata(lora);
  }

  parseLoraTags(prompt: string): TaggedPrompt {
    return this.folder.parseLoraTags(prompt);
  }
}

const isOfHub = (lora: Lora, model: Model): boolean => lora.hub !== undefined || model.hub !== undefined;
