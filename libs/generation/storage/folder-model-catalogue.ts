import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { suitedTo } from '../domain/model-of-files.js';
import type { ModelFacts } from '../domain/model-facts.js';
import { isHubsName, isIdOfFolder, leftOutForItsName } from './folder-ids.js';
import { readModelFacts } from './model-facts.js';

export interface CatalogueOptions {
  readonly modelsDir: string;
  /** Names of all schedulers, the usual one first. */
  readonly schedulers: readonly string[];
}

const FRESH_MS = 5_000;

export type FolderModel = Model & { readonly dir: string };

/** The folders under MODELS_DIR that hold a model, looked at again every few seconds. */
export class FolderModelCatalogue extends ModelCatalogue {
  private readonly logger = new Logger('Models');
  private readonly told = new Set<string>();
  private reading: Promise<readonly FolderModel[]> | undefined;
  private readAtMs = -Infinity;

  constructor(private readonly options: CatalogueOptions) {
    super();
  }

  list(): Promise<readonly FolderModel[]> {
    const now = performance.now();
    if (!this.reading || now - this.readAtMs > FRESH_MS) {
      this.readAtMs = now;
      this.reading = this.read();
    }
    return this.reading;
  }

  override async find(id: string): Promise<FolderModel | undefined> {
    return (await this.list()).find((model) => model.id === id);
  }

  private async read(): Promise<readonly FolderModel[]> {
    const names = await readdir(this.options.modelsDir).catch((error: NodeJS.ErrnoException) => {
      this.tell(`The folder of models cannot be read: ${error.message}`);
      return [];
    });
    const models = await Promise.all(
      names
        .filter(isIdOfFolder)
        .sort()
        .map((name) => this.readOne(name)),
    );
    return models.filter((model) => model !== null);
  }

  private async readOne(name: string): Promise<FolderModel | null> {
    try {
      const dir = join(this.options.modelsDir, name);
      const facts = await readModelFacts(dir);
      if (facts && isHubsName(name)) {
        this.tell(leftOutForItsName(`The model ${name}`));
        return null;
      }
      if (facts?.cardTrouble) this.tell(`visionary.json of the model ${name} is not used: ${facts.cardTrouble}`);
      return facts && modelOf(name, dir, facts, this.options.schedulers);
    } catch (error) {
      this.tell(`The model ${name} is left out: ${(error as Error).message}`);
      return null;
    }
  }

  /** Once, not every few seconds. */
  private tell(trouble: string): void {
    if (this.told.has(trouble)) return;
    this.told.add(trouble);
    this.logger.warn(trouble);
  }
}

const modelOf = (id: string, dir: string, facts: ModelFacts, schedulers: readonly string[]): FolderModel => {
  const { card } = facts;
  return {
    id,
    dir,
    title: card.title ?? id,
    by: card.by ?? '',
    about: card.about ?? { en: '', zh: '' },
    licence: card.licence ?? '',
    examples: card.examples ?? { en: [], zh: [] },
    ...suitedTo(id, facts, card, schedulers),
  };
};
