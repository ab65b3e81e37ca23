import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import type { LoraView } from '@visionary/contract';
import { Makers } from '@visionary/hub';
import { type Lora, LoraCatalogue } from '../domain/loras.js';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { bestNamed } from './best-named.js';

/** Many LoRAs and models take long to compare the first time; a page does not wait for them. */
const PATIENCE_MS = 1_500;

/** LoRAs as people see them. */
@Injectable()
export class LoraViews {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
    private readonly makers: Makers,
  ) {}

  async all(): Promise<LoraView[]> {
    return this.of(await this.loras.list());
  }

  /** Those of these names that are here. */
  async byIds(ids: readonly string[]): Promise<LoraView[]> {
    const wanted = new Set(ids);
    return this.of((await this.loras.list()).filter(({ id }) => wanted.has(id)));
  }

  /** By a part of their name, maker or file; those that begin with it first. */
  async find(text: string, limit: number): Promise<LoraView[]> {
    const loras = await this.loras.list();
    const makerOf = await this.makersOf(loras);
    const namesOf = (lora: Lora) => [lora.title, lora.id, lora.by, makerOf(lora)?.name ?? ''];
    return this.of(bestNamed(loras, text, namesOf).slice(0, limit));
  }

  private async of(loras: readonly Lora[]): Promise<LoraView[]> {
    if (loras.length === 0) return [];
    const [models, makerOf] = [await this.models.list(), await this.makersOf(loras)];
    return Promise.all(loras.map((lora) => this.present(lora, models, makerOf(lora))));
  }

  private async present(lora: Lora, models: readonly Model[], maker: Person | undefined): Promise<LoraView> {
    const fits = await Promise.all(models.map((model) => soon(this.loras.fits(lora, model))));
    const { path: _path, hub: _hub, triggerWords, ...view } = lora;
    return {
      ...{ ...view, triggerWords: [...triggerWords], fits: models.flatMap(({ id }, at) => (fits[at] ? id : [])) },
      ...(maker && { maker }),
    };
  }

  private async makersOf(loras: readonly Lora[]): Promise<(lora: Lora) => Person | undefined> {
    const makerOf = await this.makers.ofNames(loras.map(({ id }) => ({ kind: 'lora', name: id })));
    return ({ id }) => makerOf({ kind: 'lora', name: id });
  }
}

/** @returns false where the answer takes too long; it is there the next time */
const soon = async (answer: Promise<boolean>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)));
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
};
