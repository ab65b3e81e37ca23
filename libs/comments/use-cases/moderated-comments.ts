import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import type { ModeratedComment, StoredComment } from '../domain/comment.js';
import { isReadable, SubjectKinds } from '../domain/subject-kinds.js';
import { CommentsRepository } from '../storage/comments.repository.js';
import { CommentsService } from './comments.service.js';

/** Moderates comments. */
@Injectable()
export class ModeratedComments implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly comments: CommentsRepository,
    private readonly commentsService: CommentsService,
    private readonly kinds: SubjectKinds,
  ) {}

  onModuleInit(): void {
    this.registry.add('comment', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const comments = await this.comments.moderated(subjects.map(({ id }) => id));
    const details = new Map<string, SubjectDetails>();
    for (const [kind, group] of Map.groupBy(comments, ({ subject }) => subject.kind)) {
      const names = await this.kinds.of(kind).namesOf([...new Set(group.map(({ subject }) => subject.id))]);
      for (const comment of group) {
        const key = subjectKey({ kind: 'comment', id: comment.id });
        details.set(key, this.detailsOf(comment, names.get(comment.subject.id)));
      }
    }
    return details;
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const comment = await this.comments.byId(id);
    const commentable = comment && (await this.kinds.find(comment.subject));
    return commentable !== null && isReadable(commentable, { id: userId, isModerator: false });
  }

  /** The parent, the comment, and the next comments of the thread. */
  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const comment = await this.comments.byId(id);
    if (!comment) return [];
    const { subject, parentId, at } = comment;
    const parent = parentId === null ? null : await this.comments.byId(parentId);
    const after = await this.comments.page({ subject, parentId, viewerId: null }, { at, id }, lines);
    return [...(parent ? [parent] : []), comment, ...after].map(lineOf);
  }

  hide({ id }: Subject, byId: string | null, at: number): Promise<void> {
    return this.commentsService.hide(id, byId, at);
  }

  restore({ id }: Subject): Promise<void> {
    return this.commentsService.restore(id);
  }

  private detailsOf({ id, subject, text, authorId, at, isHidden }: ModeratedComment, name?: string): SubjectDetails {
    return {
      title: '',
      text,
      authorId,
      at,
      isHidden,
      path: this.kinds.of(subject.kind).pathOf(subject.id, id),
      ...(name !== undefined && { container: { ...subject, name } }),
    };
  }
}

const lineOf = ({ id, authorId, text, at }: StoredComment): ContextLine => ({ id, authorId, text, at });
