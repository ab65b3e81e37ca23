import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import type { ModelView } from '@visionary/contract';
import { Makers } from '@visionary/hub';
import { forEverybody } from '../domain/hub-origin.js';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { ReadQuarantine } from '../usecases/read-quarantine.js';
import { bestNamed } from './best-named.js';

/** What is looked for by name. `onlySafe`: nothing that is not for everybody. */
export interface Wanted {
  readonly text: string;
  readonly limit: number;
  readonly onlySafe: boolean;
}

/** Models as people see them. */
@Injectable()
export class ModelViews {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly quarantine: ReadQuarantine,
    private readonly makers: Makers,
  ) {}

  async of(models: readonly Model[]): Promise<ModelView[]> {
    const quarantined = new Set((await this.quarantine.run()).map(({ model }) => model));
    const makerOf = await this.makersOf(models);
    return models.map((model) => present(model, quarantined.has(model.id), makerOf(model)));
  }

  /** Those of these names that are here. */
  async byIds(ids: readonly string[]): Promise<ModelView[]> {
    const wanted = new Set(ids);
    return this.of((await this.models.list()).filter(({ id }) => wanted.has(id)));
  }

  /** By a part of their name, maker or folder; those that begin with it first. */
  async find({ text, limit, onlySafe }: Wanted): Promise<ModelView[]> {
    const all = await this.models.list();
    const models = onlySafe ? forEverybody(all) : all;
    const makerOf = await this.makersOf(models);
    const namesOf = (model: Model) => [model.title, model.id, model.by, makerOf(model)?.name ?? ''];
    return this.of(bestNamed(models, text, namesOf).slice(0, limit));
  }

  private async makersOf(models: readonly Model[]): Promise<(model: Model) => Person | undefined> {
    const makerOf = await this.makers.ofNames(models.map(({ id }) => ({ kind: 'model', name: id })));
    return ({ id }) => makerOf({ kind: 'model', name: id });
  }
}

/** All but where it lies. */
const present = (
  { dir: _dir, hub: _hub, ...model }: Model,
  quarantined: boolean,
  maker: Person | undefined,
): ModelView => ({ ...model, quarantined, ...(maker && { maker }) }) as unknown as ModelView;
