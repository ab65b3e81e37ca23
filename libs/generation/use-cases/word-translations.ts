import { Injectable } from '@nestjs/common';
import { ModelCatalog } from '../domain/model.js';
import { translationsOf } from '../domain/word-translations.js';
import { ModelVocabularies } from './model-vocabularies.js';

/**
 * Translates words by the vocabularies of local models, which admins have installed. Those of hub models would let anyone decide
 * what a search finds.
 */
@Injectable()
export class WordTranslations {
  private cached: { readonly key: string; readonly words: ReadonlyMap<string, ReadonlySet<string>> } | undefined;

  constructor(
    private readonly models: ModelCatalog,
    private readonly vocabularies: ModelVocabularies,
  ) {}

  /** @returns words with the same meaning in the other language; empty for a word that no vocabulary has */
  async of(word: string): Promise<string[]> {
    return [...((await this.words()).get(word.normalize('NFKC').toLowerCase().trim()) ?? [])];
  }

  private async words(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const models = (await this.models.list()).filter(({ hub, vocabulary }) => hub === undefined && vocabulary);
    const key = models.map(({ id, vocabulary }) => `${id} ${vocabulary?.revision}`).join('\n');
    if (this.cached?.key === key) return this.cached.words;
    const files = await Promise.all(models.map((model) => this.vocabularies.read(model)));
    const words = translationsOf(files.filter((file) => file !== null));
    this.cached = { key, words };
    return words;
  }
}
