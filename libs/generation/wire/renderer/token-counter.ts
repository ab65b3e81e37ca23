import { Injectable } from '@nestjs/common';
import type { TokenCount } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { ModelCatalogue } from '../../domain/model.js';
import { Renderers } from '../../domain/renderers.js';
import { suitableRenderer } from '../../domain/suitable-renderer.js';

const REMEMBERED = 2_000;

/** How many tokens a text is for a model, as its own tokenizer counts, which lives with the renderer. */
@Injectable()
export class TokenCounter {
  private readonly known = new Map<string, TokenCount>();

  constructor(
    private readonly renderers: Renderers,
    private readonly models: ModelCatalogue,
  ) {}

  /** @throws Rejection GENERATION_MODEL_UNKNOWN, GENERATION_RENDERER_AWAY */
  async count(modelId: string, texts: readonly string[]): Promise<TokenCount[]> {
    const model = await this.models.find(modelId);
    if (!model) throw new Rejection('GENERATION_MODEL_UNKNOWN', { model: modelId });
    const keys = texts.map((text) => `${modelId}\n${text}`);
    const known = keys.map((key) => this.known.get(key));
    if (known.every((count) => count !== undefined)) return known;
    const counts = await this.ask(modelId, texts);
    counts.forEach((count, index) => this.remember(keys[index] ?? '', count));
    return [...counts];
  }

  private async ask(model: string, texts: readonly string[]): Promise<readonly TokenCount[]> {
    const renderer = suitableRenderer(this.renderers.list(), model);
    const answer = renderer && (await this.renderers.ask(renderer.id, { type: 'count', model, texts }));
    if (answer?.type !== 'counted') throw new Rejection('GENERATION_RENDERER_AWAY');
    return answer.counts;
  }

  private remember(key: string, count: TokenCount): void {
    this.known.set(key, count);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }
}
