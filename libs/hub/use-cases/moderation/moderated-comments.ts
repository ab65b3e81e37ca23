import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import type { StoredComment } from '../../domain/feedback/comments.js';
import { CommentsChanged, ModelCountsChanged } from '../../domain/feedback/events.js';
import { Versions } from '../../domain/version.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlHubComments } from '../../storage/feedback/sql-comments.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';
import { type RowSnapshot, SqlHiddenFeedback } from '../../storage/moderation/sql-hidden-feedback.js';
import { CommentsService } from '../feedback/comments.service.js';
import { canSeeModel, modelNames } from './model-lookup.js';

/** Moderation of comments on models. */
@Injectable()
export class ModeratedHubComments implements ModerationHandler, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly comments: SqlHubComments,
    private readonly modelCounters: SqlModelCounters,
    private readonly versions: Versions,
    private readonly hiddenFeedback: SqlHiddenFeedback,
    private readonly commentsService: CommentsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('comment', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.comments.byIds(subjects.map(({ id }) => id))).filter(({ removed }) => !removed);
    const ids = found.map(({ modelId }) => modelId);
    const names = await modelNames(this.versions, ids);
    return new Map(
      found.map((comment) => [
        subjectKey({ kind: 'comment', id: comment.id }),
        detailsOf(comment, names.get(comment.modelId) ?? ''),
      ]),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    return canSeeModel(this.versions, userId, (await this.comments.byId(id))?.modelId);
  }

  /** The parent, the comment, and the comments that follow it. */
  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const comment = await this.comments.byId(id);
    if (!comment) return [];
    const thread = { modelId: comment.modelId, parentId: comment.parentId, viewerId: null };
    const parent = comment.parentId === null ? null : await this.comments.byId(comment.parentId);
    const after = await this.comments.page(thread, { at: comment.at, id: comment.id }, lines);
    return [...(parent ? [parent] : []), comment, ...after].map(({ id: lineId, authorId, text, at }) => {
      return { id: lineId, authorId, text, at };
    });
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<object> {
    const rows = await this.hiddenFeedback.snapshot('hub_comment', id);
    const comment = await this.comments.byId(id);
    if (!comment) return rows;
    const { modelId } = comment;
    this.unitOfWork.invalidate(modelCacheTag(modelId));
    await this.modelCounters.hold(modelId);
    await this.commentsService.erase([comment], byId ?? comment.authorId, at);
    await this.modelCounters.count(modelId, { comments: -1 });
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
    return rows;
  }

  async restore({ id }: Subject, snapshot: object): Promise<void> {
    const rows = snapshot as RowSnapshot;
    const modelId = String(rows['hub_comment']?.[0]?.['model_id'] ?? '');
    this.unitOfWork.invalidate(modelCacheTag(modelId));
    await this.modelCounters.hold(modelId);
    if (!(await this.hiddenFeedback.restore('hub_comment', rows))) return;
    const comment = await this.comments.byId(id);
    const changed = [id, ...(comment?.parentId ? [comment.parentId] : [])];
    await this.comments.recountReplies(changed);
    await this.modelCounters.count(modelId, { comments: 1 });
    this.unitOfWork.publish(new CommentsChanged(modelId, changed));
    this.unitOfWork.publish(new ModelCountsChanged(modelId));
  }
}

const detailsOf = ({ id, text, authorId, at, modelId }: StoredComment, name: string): SubjectDetails => ({
  title: '',
  text,
  authorId,
  at,
  place: { kind: 'model', id: modelId, name },
  path: `/models/${modelId}?tab=talk&comment=${id}`,
});
