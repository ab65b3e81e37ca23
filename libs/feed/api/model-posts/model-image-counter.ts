import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { UpdateImageCounts, VersionPublished, VersionUsageRegistry, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { Posts } from '../../domain/posts/posts.js';
import { type UsedModel, usedModelsOf } from '../../domain/posts/used-models-of.js';
import { ModelPostsService } from '../../use-cases/model-posts/model-posts.service.js';

/** Batches counts of popular models. */
const BATCH_DELAY_MS = 250;

/** Updates the image counts of hub models after commits, without locks on posts. */
@Injectable()
export class ModelImageCounter implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Feed');
  private pendingModels = new Map<string, UsedModel>();
  /** Models that lost a version. */
  private readonly pendingRecounts = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private counting = Promise.resolve();

  constructor(
    private readonly events: DomainEvents,
    private readonly posts: Posts,
    private readonly modelPosts: ModelPostsService,
    private readonly updateImageCounts: UpdateImageCounts,
    private readonly usageRegistry: VersionUsageRegistry,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostPublished, async ({ post }) => {
      this.add(usedModelsOf(post, (await this.posts.lorasOf([post.id])).get(post.id)));
    });
    this.events.afterCommit(PostsRemoved, ({ madeWith }) => this.add(madeWith));
    // Images may be older than the version they were made with.
    this.events.afterCommit(VersionPublished, ({ version: { hash }, kind }) => {
      if (kind !== 'weights') this.add([{ kind, hash }]);
    });
    this.events.afterCommit(VersionWithdrawn, ({ version: { modelId }, why }) => {
      if (why !== 'removed') return;
      this.pendingRecounts.add(modelId);
      this.schedule();
    });
    this.usageRegistry.add(async ({ hashes }) => ({ images: await this.countAny(hashes) }));
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) {
      clearTimeout(this.timer);
      this.update();
    }
    await this.counting;
  }

  private add(models: readonly UsedModel[]): void {
    for (const model of models) this.pendingModels.set(`${model.kind} ${model.hash}`, model);
    if (this.pendingModels.size > 0) this.schedule();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.update(), BATCH_DELAY_MS);
  }

  /** Runs updates one after the other, so that the last count is written last. */
  private update(): void {
    this.timer = undefined;
    const models = [...this.pendingModels.values()];
    this.pendingModels = new Map();
    const modelIds = [...this.pendingRecounts];
    this.pendingRecounts.clear();
    const count = (all: readonly UsedModel[]) => this.modelPosts.count(all);
    this.counting = this.counting
      .then(async () => {
        await this.updateImageCounts.run(models, count);
        for (const modelId of modelIds) await this.updateImageCounts.again(modelId, count);
      })
      .catch((error: unknown) => this.logger.warn('Could not count the images of models', error));
  }

  /** A hash belongs to a model or to a LoRA, never to both. */
  private async countAny(hashes: readonly string[]): Promise<number> {
    const countOf = (kind: UsedModel['kind']) => this.modelPosts.count(hashes.map((hash) => ({ kind, hash })));
    return (await countOf('model')) + (await countOf('lora'));
  }
}
