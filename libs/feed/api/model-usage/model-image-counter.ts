import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { UpdateImageCounts, VersionUsageRegistry, VersionPublished, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { type UsedModel, usedModelsOf } from '../../domain/posts/used-models-of.js';
import { Posts } from '../../domain/posts/posts.js';
import { CountModelImages } from '../../use-cases/model-usage/count-model-images.js';

/** Models that are used much are counted once for many images. */
const GATHER_MS = 250;

/** The hub hears how many images in the feed were made with what it has: after the commit, and holding no post. */
@Injectable()
export class ModelImageCounter implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Feed');
  private waiting = new Map<string, UsedModel>();
  private readonly shrunk = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private counting = Promise.resolve();

  constructor(
    private readonly events: DomainEvents,
    private readonly posts: Posts,
    private readonly counts: CountModelImages,
    private readonly uses: UpdateImageCounts,
    private readonly dependants: VersionUsageRegistry,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostPublished, async ({ post }) => {
      this.note(usedModelsOf(post, (await this.posts.lorasOf([post.id])).get(post.id)));
    });
    this.events.afterCommit(PostsRemoved, (removed) => this.note(removed.madeWith));
    // Images may be older than what they were made with is here.
    this.events.afterCommit(VersionPublished, ({ version: { hash }, kind }) => {
      if (kind !== 'weights') this.note([{ kind, hash }]);
    });
    this.events.afterCommit(VersionWithdrawn, ({ version: { modelId }, why }) => {
      if (why === 'removed') this.noteModel(modelId);
    });
    this.dependants.add(async ({ hashes }) => ({ images: await this.madeWithAny(hashes) }));
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) {
      clearTimeout(this.timer);
      this.count();
    }
    await this.counting;
  }

  private note(made: readonly UsedModel[]): void {
    for (const one of made) this.waiting.set(`${one.kind} ${one.hash}`, one);
    if (this.waiting.size > 0) this.gather();
  }

  /** What is left of it has fewer. */
  private noteModel(modelId: string): void {
    this.shrunk.add(modelId);
    this.gather();
  }

  private gather(): void {
    this.timer ??= setTimeout(() => this.count(), GATHER_MS);
  }

  private count(): void {
    this.timer = undefined;
    const made = [...this.waiting.values()];
    this.waiting = new Map();
    const modelIds = [...this.shrunk];
    this.shrunk.clear();
    const count = (all: readonly UsedModel[]) => this.counts.run(all);
    // One after the other: what is counted last is written last.
    this.counting = this.counting
      .then(async () => {
        await this.uses.run(made, count);
        for (const modelId of modelIds) await this.uses.again(modelId, count);
      })
      .catch((error: unknown) => this.logger.warn('Pictures of models could not be counted', error));
  }

  /** A hash is of a model or of a LoRA, never of both. */
  private async madeWithAny(hashes: readonly string[]): Promise<number> {
    const of = (kind: UsedModel['kind']) => this.counts.run(hashes.map((hash) => ({ kind, hash })));
    return (await of('model')) + (await of('lora'));
  }
}
