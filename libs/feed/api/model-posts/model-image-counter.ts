import { Injectable } from '@nestjs/common';
import {
  isCreditedKind,
  UpdateImageCounts,
  VersionPublished,
  VersionUsageRegistry,
  VersionWithdrawn,
} from '@visionary/hub';
import { UsableKind } from '@visionary/contract';
import { DomainEvents, Jobs } from '@visionary/kernel';
import { PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { type UsedModel, usedModelsOf } from '../../domain/posts/used-models-of.js';
import { ModelPostsService } from '../../use-cases/model-posts/model-posts.service.js';

/** The payload is the used model. */
const COUNT = 'feed.countImages';
/** After a version was removed. The key is the id of the model. */
const RECOUNT = 'feed.recountImages';
/** Batches counts of popular models. */
const DELAY = { delayMs: 250 };

/** Updates the image counts of hub models after commits, without locks on posts. */
@Injectable()
export class ModelImageCounter {
  constructor(
    events: DomainEvents,
    private readonly jobs: Jobs,
    posts: Posts,
    modelPosts: ModelPostsService,
    updateImageCounts: UpdateImageCounts,
    usageRegistry: VersionUsageRegistry,
  ) {
    const count = (models: readonly UsedModel[]) => modelPosts.count(models);
    jobs.register({ kind: COUNT, run: ({ payload }) => updateImageCounts.run([payload as UsedModel], count) });
    jobs.register({ kind: RECOUNT, run: ({ key }) => updateImageCounts.recountModel(key, count) });
    events.afterCommit(PostPublished, async ({ post }) => {
      await this.add(usedModelsOf(post, (await posts.additionsOf([post.id])).get(post.id)));
    });
    events.afterCommit(PostsRemoved, ({ usedModels }) => this.add(usedModels));
    // Images may be older than the version they were made with.
    events.afterCommit(VersionPublished, async ({ version: { hash }, kind }) => {
      if (isCreditedKind(kind)) await this.add([{ kind, hash }]);
    });
    events.afterCommit(VersionWithdrawn, async ({ version: { modelId }, reason }) => {
      if (reason === 'removed') await jobs.add(RECOUNT, modelId, DELAY);
    });
    // Which kind a hash belongs to is not known here.
    usageRegistry.add(async ({ hashes }) => ({
      images: await count(hashes.flatMap((hash) => UsableKind.options.map((kind) => ({ kind, hash })))),
    }));
  }

  private async add(models: readonly UsedModel[]): Promise<void> {
    for (const { kind, hash } of models) {
      await this.jobs.add(COUNT, `${kind} ${hash}`, { ...DELAY, payload: { kind, hash } satisfies UsedModel });
    }
  }
}
