import { Injectable } from '@nestjs/common';
import type { AdditionRef, TokenCount } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { LRUCache } from 'lru-cache';
import { AdditionCatalog, wordOf } from '../../domain/additions.js';
import { type Model, ModelCatalog } from '../../domain/model.js';
import { suitableRenderer } from '../../domain/renderer-selection.js';
import type { EmbeddingWord } from '../../domain/renderer-protocol.js';
import { Renderers } from '../../domain/renderers.js';
import { TakeInputs } from '../../use-cases/take-inputs.js';

const MAX_CACHED = 2_000;

/** Counts tokens with the model's own tokenizer, which only renderers load. */
@Injectable()
export class TokenCounter {
  private readonly cache = new LRUCache<string, TokenCount>({ max: MAX_CACHED });

  constructor(
    private readonly renderers: Renderers,
    private readonly models: ModelCatalog,
    private readonly inputs: TakeInputs,
    private readonly additions: AdditionCatalog,
  ) {}

  /** @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_RENDERER_UNAVAILABLE */
  async count(
    modelId: string,
    texts: readonly string[],
    embeddings: readonly AdditionRef[] = [],
  ): Promise<TokenCount[]> {
    const model = await this.models.find(modelId);
    if (!model) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: modelId });
    const words = await this.wordsOf(embeddings);
    const keys = texts.map((text) => [modelId, JSON.stringify(words), text].join('\n'));
    const cached = keys.map((key) => this.cache.get(key));
    if (cached.every((count) => count !== undefined)) return cached;
    const counts = await this.request(model, texts, words);
    counts.forEach((count, index) => this.cache.set(keys[index] ?? '', count));
    return [...counts];
  }

  /** Of the embeddings that are on this instance. */
  private async wordsOf(embeddings: readonly AdditionRef[]): Promise<EmbeddingWord[]> {
    const found = await Promise.all(embeddings.map(({ id }) => this.additions.find('embedding', id)));
    return found.flatMap((one) =>
      one?.facts.kind === 'embedding' ? [{ word: wordOf(one), vectors: one.facts.vectors }] : [],
    );
  }

  private async request(
    model: Model,
    texts: readonly string[],
    words: readonly EmbeddingWord[],
  ): Promise<readonly TokenCount[]> {
    const renderer = suitableRenderer(this.renderers.list(), model.id);
    const manifests = renderer && (await this.inputs.manifestsFor(model));
    const request = { type: 'count', model: model.id, texts, words, ...(manifests && { manifests }) } as const;
    const response = renderer && (await this.renderers.request(renderer.id, request));
    if (response?.type !== 'counted') throw new Rejection('GENERATION_RENDERER_UNAVAILABLE');
    return response.counts;
  }
}
