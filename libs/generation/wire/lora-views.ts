import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import type { LoraView } from '@visionary/contract';
import { Makers } from '@visionary/hub';
import { soon } from '@visionary/kernel';
import { forEverybody } from '../domain/hub-origin.js';
import { type Lora, LoraCatalogue } from '../domain/loras.js';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { bestNamed } from './best-named.js';
import type { Wanted } from './model-views.js';
import { shownAtOnce } from './shown-at-once.js';

/** LoRAs as people see them. */
@Injectable()
export class LoraViews {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
    private readonly makers: Makers,
  ) {}

  /** @param models which of those they are compared with */
  async of(loras: readonly Lora[], models: readonly Model[]): Promise<LoraView[]> {
    const fits = new Map<Lora, string[]>();
    for (const lora of loras) fits.set(lora, await this.fitting(lora, models));
    return this.withFits(loras, (lora) => fits.get(lora) ?? []);
  }

  async withFits(loras: readonly Lora[], fitsOf: (lora: Lora) => readonly string[]): Promise<LoraView[]> {
    if (loras.length === 0) return [];
    const makerOf = await this.makersOf(loras);
    return loras.map((lora) => present(lora, fitsOf(lora), makerOf(lora)));
  }

  /** Those of these names that are here. */
  async byIds(ids: readonly string[]): Promise<LoraView[]> {
    const wanted = new Set(ids);
    return this.beside((await this.loras.list()).filter(({ id }) => wanted.has(id)));
  }

  /** By a part of their name, maker or file; those that begin with it first. */
  async find({ text, limit, onlySafe }: Wanted): Promise<LoraView[]> {
    const all = await this.loras.list();
    const loras = onlySafe ? forEverybody(all) : all;
    const makerOf = await this.makersOf(loras);
    const namesOf = (lora: Lora) => [lora.title, lora.id, lora.by, makerOf(lora)?.name ?? ''];
    return this.beside(bestNamed(loras, text, namesOf).slice(0, limit), onlySafe);
  }

  /** For whoever shows few of them: which of the first models they fit. */
  private async beside(loras: readonly Lora[], onlySafe = false): Promise<LoraView[]> {
    const models = await this.models.list();
    return this.of(loras, shownAtOnce(onlySafe ? forEverybody(models) : models));
  }

  private async fitting(lora: Lora, models: readonly Model[]): Promise<string[]> {
    const fits = await Promise.all(models.map((model) => soon(this.loras.fits(lora, model), false)));
    return models.flatMap(({ id }, at) => (fits[at] ? id : []));
  }

  private async makersOf(loras: readonly Lora[]): Promise<(lora: Lora) => Person | undefined> {
    const makerOf = await this.makers.ofNames(loras.map(({ id }) => ({ kind: 'lora', name: id })));
    return ({ id }) => makerOf({ kind: 'lora', name: id });
  }
}

const present = (lora: Lora, fits: readonly string[], maker: Person | undefined): LoraView => {
  const { path: _path, hub: _hub, triggerWords, ...view } = lora;
  return { ...view, triggerWords: [...triggerWords], fits: [...fits], ...(maker && { maker }) };
};
