import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Commentable, type CountChange, type SubjectKind, SubjectKinds } from '@visionary/comments';
import { UnitOfWork } from '@visionary/kernel';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { ModelFeedback } from '../../use-cases/feedback/model-feedback.js';
import { hubChannel } from '../channels.js';

/** Models can be commented on and reacted to, and reviews reacted to. */
@Injectable()
export class ModelSubject implements SubjectKind, OnModuleInit {
  readonly kind = 'model';
  readonly notFound = 'HUB_MODEL_NOT_FOUND';
  readonly channelOf = hubChannel;
  readonly cacheTagOf = modelCacheTag;

  constructor(
    private readonly kinds: SubjectKinds,
    private readonly versions: Versions,
    private readonly feedback: ModelFeedback,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
    this.kinds.addNested({ kind: 'review', subjectOf: (id) => this.feedback.modelOfReview(id) });
  }

  pathOf(id: string, commentId: string): string {
    return `/models/${id}?tab=talk&comment=${commentId}`;
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Commentable>> {
    return new Map((await this.versions.modelsByIds(ids)).map((model) => [model.id, commentableOf(model)]));
  }

  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.versions.modelsByIds(ids)).map(({ id, name }) => [id, name]));
  }

  async hold(id: string): Promise<Commentable | null> {
    const model = await this.feedback.hold(id);
    return model && !model.isHidden ? commentableOf(model) : null;
  }

  async count(changes: ReadonlyMap<string, CountChange>): Promise<void> {
    await this.feedback.count(changes);
    for (const id of changes.keys()) this.unitOfWork.publish(new ModelCountsChanged(id));
  }
}

const commentableOf = ({ id, creatorId, contentRating, newestVersionId }: HubModel): Commentable => ({
  id,
  ownerId: creatorId,
  contentRating,
  isPublished: newestVersionId !== null,
  commentsEnabled: true,
});
