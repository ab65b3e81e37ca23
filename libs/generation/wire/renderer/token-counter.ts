import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { TokenCount } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { ModelCatalogue } from '../../domain/model.js';
import { RendererChild } from './renderer-child.js';

type Settle = (counts: readonly TokenCount[] | undefined) => void;

/** Counting goes on beside a render; only a process in trouble takes so long. */
const DEADLINE_MS = 5_000;
const REMEMBERED = 2_000;

/** How many tokens a text is for a model, as its own tokenizer counts, which lives with the renderer. */
@Injectable()
export class TokenCounter implements OnModuleInit {
  private readonly waiting = new Map<number, Settle>();
  private readonly known = new Map<string, TokenCount>();
  private lastRequest = 0;

  constructor(
    private readonly child: RendererChild,
    private readonly models: ModelCatalogue,
  ) {}

  onModuleInit(): void {
    this.child.listen({
      onReady: () => {},
      onReport: (report) => {
        if (report.type === 'counted') this.waiting.get(report.requestId)?.(report.counts);
      },
      onLost: () => {
        for (const settle of this.waiting.values()) settle(undefined);
      },
    });
  }

  /** @throws Rejection GENERATION_MODEL_UNKNOWN, GENERATION_RENDERER_AWAY */
  async count(modelId: string, texts: readonly string[]): Promise<TokenCount[]> {
    const model = await this.models.find(modelId);
    if (!model) throw new Rejection('GENERATION_MODEL_UNKNOWN', { model: modelId });
    const keys = texts.map((text) => `${modelId}\n${text}`);
    const known = keys.map((key) => this.known.get(key));
    if (known.every((count) => count !== undefined)) return known;
    const counts = await this.ask(model.dir, texts);
    counts.forEach((count, index) => this.remember(keys[index] ?? '', count));
    return counts;
  }

  private ask(modelDir: string, texts: readonly string[]): Promise<TokenCount[]> {
    const requestId = ++this.lastRequest;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => settle(undefined), DEADLINE_MS);
      const settle: Settle = (counts) => {
        clearTimeout(deadline);
        this.waiting.delete(requestId);
        if (counts) resolve([...counts]);
        else reject(new Rejection('GENERATION_RENDERER_AWAY'));
      };
      this.waiting.set(requestId, settle);
      if (!this.child.send({ type: 'count', requestId, modelDir, texts })) settle(undefined);
    });
  }

  private remember(key: string, count: TokenCount): void {
    this.known.set(key, count);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }
}
