import type { HubOffers } from '../domain/hub-offers.js';
import { type Fit, type Lora, LoraCatalogue, type TaggedPrompt } from '../domain/loras.js';
import { type Model, ModelCatalogue } from '../domain/model.js';
import type { HubFits } from './hub-fits.js';

interface Named {
  readonly id: string;
}

/** What lies in the folder comes first, and its name is its own: what the hub calls the same cannot be chosen here. */
class Joined<T extends Named> {
  private joined:
    { readonly here: readonly T[]; readonly offered: readonly T[]; readonly all: readonly T[] } | undefined;

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
export class JoinedModelCatalogue extends ModelCatalogue {
  private readonly joined = new Joined<Model>();

  constructor(
    private readonly folder: ModelCatalogue,
    private readonly offers: HubOffers,
  ) {
    super();
  }

  async list(): Promise<readonly Model[]> {
    return this.joined.of(await this.folder.list(), await this.offers.models());
  }
}

/** LoRAs of the folder and of the hub. */
export class JoinedLoraCatalogue extends LoraCatalogue {
  private readonly joined = new Joined<Lora>();

  constructor(
    private readonly folder: LoraCatalogue,
    private readonly offers: HubOffers,
    private readonly hubFits: HubFits,
  ) {
    super();
  }

  async list(): Promise<readonly Lora[]> {
    return this.joined.of(await this.folder.list(), await this.offers.loras());
  }

  fits(lora: Lora, model: Model): Promise<boolean> {
    return isHubs(lora, model)
      ? this.hubFits.fit(lora, model).then((fit) => fit === 'fits')
      : this.folder.fits(lora, model);
  }

  override fit(lora: Lora, model: Model): Promise<Fit> {
    return isHubs(lora, model) ? this.hubFits.fit(lora, model) : this.folder.fit(lora, model);
  }

  override knownFit(lora: Lora, model: Model): Fit | undefined {
    return this.hubFits.knownFit(lora, model);
  }

  takeTags(prompt: string): TaggedPrompt {
    return this.folder.takeTags(prompt);
  }
}

const isHubs = (lora: Lora, model: Model): boolean => lora.hub !== undefined || model.hub !== undefined;
