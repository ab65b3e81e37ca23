import { Injectable } from '@nestjs/common';
import type { TokenCount } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Model, ModelCatalog } from '../../domain/model.js';
import { Renderers } from '../../domain/renderers.js';
import { suitableRenderer } from '../../domain/suitable-renderer.js';
import { FindManifests } from '../../use-cases/find-manifests.js';

const REMEMBERED = 2_000;

/** How many tokens a text is for a model, as its own tokenizer counts, which lives with the renderer. */
@Injectable()
export class TokenCounter {
  private readonly known = new Map<string, TokenCount>();

  constructor(
    private readonly renderers: Renderers,
    private readonly models: ModelCatalog,
    private readonly manifests: FindManifests,
  ) {}

  /** @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_RENDERER_UNAVAILABLE */
  async count(modelId: string, texts: readonly string[]): Promise<TokenCount[]> {
    const model = await this.models.find(modelId);
    if (!model) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: modelId });
    const keys = texts.map((text) => `${modelId}\n${text}`);
    const known = keys.map((key) => this.known.get(key));
    if (known.every((count) => count !== undefined)) return known;
    const counts = await this.ask(model, texts);
    counts.forEach((count, index) => this.remember(keys[index] ?? '', count));
    return [...counts];
  }

  private async ask(model: Model, texts: readonly string[]): Promise<readonly TokenCount[]> {
    const renderer = suitableRenderer(this.renderers.list(), model.id);
    const manifests = renderer && (await this.manifests.of(model));
    const question = { type: 'count', model: model.id, texts, ...(manifests && { manifests }) } as const;
    const answer = renderer && (await this.renderers.request(renderer.id, question));
    if (answer?.type !== 'counted') throw new Rejection('GENERATION_RENDERER_UNAVAILABLE');
    return answer.counts;
  }

  private remember(key: string, count: TokenCount): void {
    this.known.set(key, count);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }
}
