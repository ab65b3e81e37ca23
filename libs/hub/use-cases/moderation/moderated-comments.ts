import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { type LiftedRows, HiddenFeedback } from '../../domain/moderation/hidden-feedback.js';
import type { StoredComment } from '../../domain/feedback/comments.js';
import { CommentsChanged, ModelCountsChanged } from '../../domain/feedback/events.js';
import { modelCacheTag } from '../../domain/versions/subjects.js';
import { EraseComments } from '../feedback/erase-comments.js';
import { FeedbackReader } from './feedback-reader.js';

/** What is said about models, for those who moderate. */
@Injectable()
export class ModeratedHubComments implements ModerationHandler, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly talk: FeedbackReader,
    private readonly aside: HiddenFeedback,
    private readonly erase: EraseComments,
  ) {}

  onModuleInit(): void {
    this.subjects.add('comment', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.talk.comments.byIds(subjects.map(({ id }) => id))).filter(({ removed }) => !removed);
    const names = await this.talk.namesOf(found.map(({ modelId }) => modelId));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'comment', id: one.id }), factsOf(one, names.get(one.modelId) ?? '')]),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    return this.talk.maySee(userId, (await this.talk.comments.byId(id))?.modelId);
  }

  /** What it answers, and what follows it there. */
  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const one = await this.talk.comments.byId(id);
    if (!one) return [];
    const thread = { modelId: one.modelId, parentId: one.parentId, viewerId: null };
    const parent = one.parentId === null ? null : await this.talk.comments.byId(one.parentId);
    const after = await this.talk.comments.page(thread, { at: one.at, id: one.id }, lines);
    return [...(parent ? [parent] : []), one, ...after].map(({ id: lineId, authorId, text, at }) => {
      return { id: lineId, authorId, text, at };
    });
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<object> {
    const rows = await this.aside.snapshot('hub_comment', id);
    const comment = await this.talk.comments.byId(id);
    if (!comment) return rows;
    const { modelId } = comment;
    this.talk.work.invalidate(modelCacheTag(modelId));
    await this.talk.modelCounters.hold(modelId);
    await this.erase.run([comment], byId ?? comment.authorId, at);
    await this.talk.modelCounters.count(modelId, { comments: -1 });
    this.talk.work.publish(new ModelCountsChanged(modelId));
    return rows;
  }

  async restore({ id }: Subject, kept: object): Promise<void> {
    const rows = kept as LiftedRows;
    const modelId = String(rows['hub_comment']?.[0]?.['model_id'] ?? '');
    this.talk.work.invalidate(modelCacheTag(modelId));
    await this.talk.modelCounters.hold(modelId);
    if (!(await this.aside.restore('hub_comment', rows))) return;
    const comment = await this.talk.comments.byId(id);
    const changed = [id, ...(comment?.parentId ? [comment.parentId] : [])];
    await this.talk.comments.recountReplies(changed);
    await this.talk.modelCounters.count(modelId, { comments: 1 });
    this.talk.work.publish(new CommentsChanged(modelId, changed));
    this.talk.work.publish(new ModelCountsChanged(modelId));
  }
}

const factsOf = ({ id, text, authorId, at, modelId }: StoredComment, name: string): SubjectDetails => ({
  ...{ title: '', text, authorId, at, place: { kind: 'model', id: modelId, name } },
  path: `/models/${modelId}?tab=talk&comment=${id}`,
});
