import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type SchedulerName, SCHEDULERS } from '@visionary/contract';
import { type Model, ModelCatalog } from '../domain/model.js';
import { deriveSettings, type ModelMetadata } from '../domain/model-metadata.js';
import { findPictures } from './local-pictures.js';
import { LocalVocabularies } from './local-vocabularies.js';
import { readModelMetadata } from './model-metadata.js';

const MAX_ID_LENGTH = 100;

/** Ids of hub versions are `name@label`. Local ids have no @. */
export const isHubRef = (id: string): boolean => id.includes('@');

/** Systems leave hidden files beside copied ones. Longer ids do not fit into settings. */
export const isValidLocalId = (id: string): boolean =>
  id.length > 0 && id.length <= MAX_ID_LENGTH && !id.startsWith('.');

export const excludedNameWarning = (subject: string): string =>
  `${subject} is ignored: names with an @ are reserved for hub versions. Rename it.`;

export interface CatalogOptions {
  readonly modelsDir: string;
  /** Names of all schedulers, the default first. By default those of the contract. */
  readonly schedulers?: readonly SchedulerName[];
}

const CACHE_MS = 5_000;

export type LocalModel = Model & { readonly dir: string };

/** The model folders in MODELS_DIR, read again every few seconds. */
export class LocalModelCatalog extends ModelCatalog {
  private readonly logger = new Logger('Models');
  private readonly vocabularies = new LocalVocabularies();
  private readonly loggedProblems = new Set<string>();
  private models: Promise<readonly LocalModel[]> | undefined;
  private readAtMs = -Infinity;

  constructor(private readonly options: CatalogOptions) {
    super();
  }

  list(): Promise<readonly LocalModel[]> {
    const now = performance.now();
    if (!this.models || now - this.readAtMs > CACHE_MS) {
      this.readAtMs = now;
      this.models = this.read();
    }
    return this.models;
  }

  override async find(id: string): Promise<LocalModel | undefined> {
    return (await this.list()).find((model) => model.id === id);
  }

  private async read(): Promise<readonly LocalModel[]> {
    const names = await readdir(this.options.modelsDir).catch((error: NodeJS.ErrnoException) => {
      this.warnOnce(`The models folder cannot be read: ${error.message}`);
      return [];
    });
    const models = await Promise.all(
      names
        .filter(isValidLocalId)
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
        this.warnOnce(excludedNameWarning(`The model ${name}`));
        return null;
      }
      if (facts?.cardError) this.warnOnce(`visionary.json of the model ${name} is ignored: ${facts.cardError}`);
      if (!facts) return null;
      const model = toModel(name, dir, facts, this.options.schedulers ?? SCHEDULERS);
      return { ...model, ...(await this.extrasOf(name, dir, facts)) };
    } catch (error) {
      this.warnOnce(`The model ${name} is ignored: ${(error as Error).message}`);
      return null;
    }
  }

  /** What a folder may hold besides its weights. */
  private async extrasOf(
    name: string,
    dir: string,
    facts: ModelMetadata,
  ): Promise<Pick<Model, 'vocabulary' | 'pictures' | 'parts' | 'credits'>> {
    const vocabulary = await this.vocabularies.read(dir).catch((error: Error) => {
      this.warnOnce(`vocabulary.json of the model ${name} is ignored: ${error.message}`);
      return null;
    });
    const pictures = await findPictures(dir, facts.card.pictures ?? {}, vocabulary?.file.tiles !== undefined);
    return {
      ...(vocabulary && { vocabulary: vocabulary.summary }),
      ...(Object.keys(pictures).length > 0 && { pictures }),
      ...(facts.card.parts && { parts: facts.card.parts }),
      ...(facts.card.credits && { credits: facts.card.credits }),
    };
  }

  /** Logs once, not every few seconds. */
  private warnOnce(problem: string): void {
    if (this.loggedProblems.has(problem)) return;
    this.loggedProblems.add(problem);
    this.logger.warn(problem);
  }
}

const toModel = (id: string, dir: string, facts: ModelMetadata, schedulers: readonly SchedulerName[]): LocalModel => {
  const { card } = facts;
  return {
    id,
    dir,
    title: card.title ?? id.replace(/\.safetensors$/, ''),
    by: card.by ?? '',
    description: card.about ?? { en: '', zh: '' },
    license: card.license ?? '',
    ...(card.drawsNothingForbidden && { drawsNothingForbidden: true }),
    examples: card.examples ?? { en: [], zh: [] },
    ...deriveSettings(id, facts, card, schedulers),
  };
};
