import { Injectable } from '@nestjs/common';
import type { ModelView } from '@visionary/contract';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { ReadQuarantine } from '../usecases/read-quarantine.js';

/** Models as people see them. */
@Injectable()
export class ModelViews {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly quarantine: ReadQuarantine,
  ) {}

  async of(models: readonly Model[]): Promise<ModelView[]> {
    const quarantined = new Set((await this.quarantine.run()).map(({ model }) => model));
    return models.map((model) => present(model, quarantined.has(model.id)));
  }

  /** By a part of their name, maker or folder; those that begin with it first. */
  async find(text: string, limit: number): Promise<ModelView[]> {
    const wanted = folded(text).trim();
    if (wanted === '') return [];
    const rankOf = ({ id, title, by }: Model): number => {
      const names = [title, id, by].map(folded);
      if (names.some((name) => name.startsWith(wanted))) return 0;
      return names.some((name) => name.includes(wanted)) ? 1 : 2;
    };
    const ranked = (await this.models.list()).map((model) => ({ model, rank: rankOf(model) }));
    const found = ranked.filter(({ rank }) => rank < 2).sort((a, b) => a.rank - b.rank);
    return this.of(found.slice(0, limit).map(({ model }) => model));
  }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** All but where it lies. */
const present = ({ dir: _dir, ...model }: Model, quarantined: boolean): ModelView =>
  ({ ...model, quarantined }) as unknown as ModelView;
