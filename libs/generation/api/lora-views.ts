import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import type { LoraView } from '@visionary/contract';
import { ModelCreators } from '@visionary/hub';
import { resolveWithin } from '@visionary/kernel';
import { onlyEveryone } from '../domain/hub-version-ref.js';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { searchByName } from './search-by-name.js';
import type { Wanted } from './model-views.js';
import { initialModelList } from './initial-model-list.js';

/** LoRAs as users see them. */
@Injectable()
export class LoraViews {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly modelCreators: ModelCreators,
  ) {}

  /** @param models which of those they are compared with */
  async of(loras: readonly Lora[], models: readonly Model[]): Promise<LoraView[]> {
    const fits = new Map<Lora, string[]>();
    for (const lora of loras) fits.set(lora, await this.fitting(lora, models));
    return this.withFits(loras, (lora) => fits.get(lora) ?? []);
  }

  async withFits(loras: readonly Lora[], fitsOf: (lora: Lora) => readonly string[]): Promise<LoraView[]> {
    if (loras.length === 0) return [];
    const creatorOf = await this.creatorsOf(loras);
    return loras.map((lora) => present(lora, fitsOf(lora), creatorOf(lora)));
  }

  /** Those of these names that are here. */
  async byIds(ids: readonly string[]): Promise<LoraView[]> {
    const wanted = new Set(ids);
    return this.beside((await this.loras.list()).filter(({ id }) => wanted.has(id)));
  }

  /** By a part of their name, creator or file; those that begin with it first. */
  async find({ text, limit, onlySafe }: Wanted): Promise<LoraView[]> {
    const all = await this.loras.list();
    const loras = onlySafe ? onlyEveryone(all) : all;
    const creatorOf = await this.creatorsOf(loras);
    const namesOf = (lora: Lora) => [lora.title, lora.id, lora.by, creatorOf(lora)?.name ?? ''];
    return this.beside(searchByName(loras, text, namesOf).slice(0, limit), onlySafe);
  }

  /** For whoever shows few of them: which of the first models they fit. */
  private async beside(loras: readonly Lora[], onlySafe = false): Promise<LoraView[]> {
    const models = await this.models.list();
    return this.of(loras, initialModelList(onlySafe ? onlyEveryone(models) : models));
  }

  private async fitting(lora: Lora, models: readonly Model[]): Promise<string[]> {
    const fits = await Promise.all(models.map((model) => resolveWithin(this.loras.compatibleWith(lora, model), false)));
    return models.flatMap(({ id }, at) => (fits[at] ? id : []));
  }

  private async creatorsOf(loras: readonly Lora[]): Promise<(lora: Lora) => User | undefined> {
    const creatorOf = await this.modelCreators.ofNames(loras.map(({ id }) => ({ kind: 'lora', name: id })));
    return ({ id }) => creatorOf({ kind: 'lora', name: id });
  }
}

const present = (lora: Lora, fits: readonly string[], creator: User | undefined): LoraView => {
  const { path: _path, hub: _hub, triggerWords, ...view } = lora;
  return { ...view, triggerWords: [...triggerWords], compatibleModels: [...fits], ...(creator && { creator }) };
};
