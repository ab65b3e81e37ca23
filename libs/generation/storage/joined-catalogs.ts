import type { PublishedModels } from '../domain/published-models.js';
import { type LoraCompatibilityStatus, type Lora, LoraCatalog, type TaggedPrompt } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import type { HubLoraCompatibility } from './hub-lora-compatibility.js';

interface Named {
  readonly id: string;
}

/** What lies in the folder comes first, and its name is its own: what the hub calls the same cannot be chosen here. */
class Joined<T extends Named> {
  private joined:
    | { readonly here: readonly T[]; readonly offered: readonly T[]; readonly all: readonly T[] }
    | undefined;

  of(here: readonly T[], offered: readonly T[]): readonly T[] {
    const known = this.joined;
    if (known?.here === here && known.offered === offered) return known.all;
    const names = new Set(here.map(({ id }) => id));
    const all = [...here, ...offered.filter(({ id }) => !names.has(id))];
    this.joined = { here, offered, all };
    return all;
  }
}

/** Models of the folder and of the hub. */
export class CombinedModelCatalog extends ModelCatalog {
  private readonly joined = new Joined<Model>();

  constructor(
    private readonly folder: ModelCatalog,
    private readonly offers: PublishedModels,
  ) {
    super();
  }

  async list(): Promise<readonly Model[]> {
    return this.joined.of(await this.folder.list(), await this.offers.models());
  }
}

/** LoRAs of the folder and of the hub. */
export class CombinedLoraCatalog extends LoraCatalog {
  private readonly joined = new Joined<Lora>();

  constructor(
    private readonly folder: LoraCatalog,
    private readonly offers: PublishedModels,
    private readonly hubLoraCompatibility: HubLoraCompatibility,
  ) {
    super();
  }

  async list(): Promise<readonly Lora[]> {
    return this.joined.of(await this.folder.list(), await this.offers.loras());
  }

  compatibleWith(lora: Lora, model: Model): Promise<boolean> {
    return isHubs(lora, model)
      ? this.hubLoraCompatibility.fit(lora, model).then((fit) => fit === 'fits')
      : this.folder.compatibleWith(lora, model);
  }

  override checkCompatibility(lora: Lora, model: Model): Promise<LoraCompatibilityStatus> {
    return isHubs(lora, model)
      ? this.hubLoraCompatibility.fit(lora, model)
      : this.folder.checkCompatibility(lora, model);
  }

  override cachedCompatibility(lora: Lora, model: Model): LoraCompatibilityStatus | undefined {
    return this.hubLoraCompatibility.knownFit(lora, model);
  }

  parseLoraTags(prompt: string): TaggedPrompt {
    return this.folder.parseLoraTags(prompt);
  }
}

const isHubs = (lora: Lora, model: Model): boolean => lora.hub !== undefined || model.hub !== undefined;
