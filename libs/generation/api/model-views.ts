import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import type { ModelView } from '@visionary/contract';
import { ModelCreators } from '@visionary/hub';
import { onlyEveryone } from '../domain/hub-version-ref.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { ReadQuarantine } from '../use-cases/read-quarantine.js';
import { searchByName } from './search-by-name.js';

/** What is looked for by name. `onlySafe`: nothing that is not for everybody. */
export interface Wanted {
  readonly text: string;
  readonly limit: number;
  readonly onlySafe: boolean;
}

/** Models as users see them. */
@Injectable()
export class ModelViews {
  constructor(
    private readonly models: ModelCatalog,
    private readonly quarantine: ReadQuarantine,
    private readonly modelCreators: ModelCreators,
  ) {}

  async of(models: readonly Model[]): Promise<ModelView[]> {
    const quarantined = new Set((await this.quarantine.run()).map(({ model }) => model));
    const creatorOf = await this.creatorsOf(models);
    return models.map((model) => present(model, quarantined.has(model.id), creatorOf(model)));
  }

  /** Those of these names that are here. */
  async byIds(ids: readonly string[]): Promise<ModelView[]> {
    const wanted = new Set(ids);
    return this.of((await this.models.list()).filter(({ id }) => wanted.has(id)));
  }

  /** By a part of their name, creator or folder; those that begin with it first. */
  async find({ text, limit, onlySafe }: Wanted): Promise<ModelView[]> {
    const all = await this.models.list();
    const models = onlySafe ? onlyEveryone(all) : all;
    const creatorOf = await this.creatorsOf(models);
    const namesOf = (model: Model) => [model.title, model.id, model.by, creatorOf(model)?.name ?? ''];
    return this.of(searchByName(models, text, namesOf).slice(0, limit));
  }

  private async creatorsOf(models: readonly Model[]): Promise<(model: Model) => User | undefined> {
    const creatorOf = await this.modelCreators.ofNames(models.map(({ id }) => ({ kind: 'model', name: id })));
    return ({ id }) => creatorOf({ kind: 'model', name: id });
  }
}

/** All but where it lies. */
const present = (
  { dir: _dir, hub: _hub, ...model }: Model,
  quarantined: boolean,
  creator: User | undefined,
): ModelView => ({ ...model, quarantined, ...(creator && { creator }) }) as unknown as ModelView;
