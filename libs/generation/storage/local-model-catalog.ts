import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type Model, ModelCatalog } from '../domain/model.js';
import { deriveSettings } from '../domain/model-defaults.js';
import type { ModelMetadata } from '../domain/model-facts.js';
import { isHubRef, isLocalId, isExcludedName } from './local-model-ids.js';
import { readModelMetadata } from './model-facts.js';

export interface CatalogOptions {
  readonly modelsDir: string;
  /** Names of all schedulers, the usual one first. */
  readonly schedulers: readonly string[];
}

const FRESH_MS = 5_000;

export type LocalModel = Model & { readonly dir: string };

/** The folders under MODELS_DIR that hold a model, looked at again every few seconds. */
export class LocalModelCatalog extends ModelCatalog {
  private readonly logger = new Logger('Models');
  private readonly told = new Set<string>();
  private reading: Promise<readonly LocalModel[]> | undefined;
  private readAtMs = -Infinity;

  constructor(private readonly options: CatalogOptions) {
    super();
  }

  list(): Promise<readonly LocalModel[]> {
    const now = performance.now();
    if (!this.reading || now - this.readAtMs > FRESH_MS) {
      this.readAtMs = now;
      this.reading = this.read();
    }
    return this.reading;
  }

  override async find(id: string): Promise<LocalModel | undefined> {
    return (await this.list()).find((model) => model.id === id);
  }

  private async read(): Promise<readonly LocalModel[]> {
    const names = await readdir(this.options.modelsDir).catch((error: NodeJS.ErrnoException) => {
      this.tell(`The folder of models cannot be read: ${error.message}`);
      return [];
    });
    const models = await Promise.all(
      names
        .filter(isLocalId)
        .sort()
        .map((name) => this.readOne(name)),
    );
    return models.filter((model) => model !== null);
  }

  private async readOne(name: string): Promise<LocalModel | null> {
    try {
      const dir = join(this.options.modelsDir, name);
      const facts = await readModelMetadata(dir);
      if (facts && isHubRef(name)) {
        this.tell(isExcludedName(`The model ${name}`));
        return null;
      }
      if (facts?.cardError) this.tell(`visionary.json of the model ${name} is not used: ${facts.cardError}`);
      return facts && toModel(name, dir, facts, this.options.schedulers);
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

const toModel = (id: string, dir: string, facts: ModelMetadata, schedulers: readonly string[]): LocalModel => {
  const { card } = facts;
  return {
    id,
    dir,
    title: card.title ?? id,
    by: card.by ?? '',
    about: card.about ?? { en: '', zh: '' },
    license: card.license ?? '',
    examples: card.examples ?? { en: [], zh: [] },
    ...deriveSettings(id, facts, card, schedulers),
  };
};
