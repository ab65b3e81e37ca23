import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  type ExportFile,
  jsonListFile,
  type PersonalDataExporter,
  PersonalDataExporters,
} from '@visionary/accounts';
import { DomainEvents, paginate } from '@visionary/kernel';
import type { PostReaction } from '../../domain/posts/post-reactions.js';
import { CommentReactionsRepository } from '../../storage/comments/comment-reactions.repository.js';
import { CommentsRepository } from '../../storage/comments/comments.repository.js';
import { PostReactionsRepository } from '../../storage/posts/post-reactions.repository.js';
import { CommentsService } from './comments.service.js';

const PER_PAGE = 500;

/** Exports a user's comments and reactions, and deletes them with the account. */
@Injectable()
export class CommentAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'feed';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly commentsService: CommentsService,
    private readonly comments: CommentsRepository,
    private readonly commentReactions: CommentReactionsRepository,
    private readonly postReactions: PostReactionsRepository,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
    this.events.beforeCommit(AccountDeleted, ({ userId, at }) => this.commentsService.deleteOfUser(userId, at));
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('comments.json', () => this.exportComments(userId));
    yield jsonListFile('reactions.json', () => this.exportPostReactions(userId));
    yield jsonListFile('comment-reactions.json', () => this.exportCommentReactions(userId));
  }

  private exportComments(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: { id: string }) => this.comments.ofAuthor(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ id, postId, parentId, text, at, editedAt, removed }) => ({
      id,
      postId,
      ...(parentId !== null && { replyTo: parentId }),
      text,
      at: isoTime(at),
      ...(editedAt !== null && { editedAt: isoTime(editedAt) }),
      ...(removed && { removedAt: isoTime(removed.at) }),
    }));
  }

  private exportPostReactions(userId: string): AsyncIterable<readonly object[]> {
    const start = { postId: '', emoji: '' };
    const read = (last?: PostReaction) => this.postReactions.ofUser(userId, last ?? start, PER_PAGE);
    return paginate(PER_PAGE, read, ({ postId, emoji, at }) => ({ postId, emoji, at: isoTime(at) }));
  }

  private exportCommentReactions(userId: string): AsyncIterable<readonly object[]> {
    const start = { commentId: '', emoji: '' };
    const read = (last?: { commentId: string; emoji: string; at: number }) =>
      this.commentReactions.ofUser(userId, last ?? start, PER_PAGE);
    return paginate(PER_PAGE, read, ({ commentId, emoji, at }) => ({ commentId, emoji, at: isoTime(at) }));
  }
}

const isoTime = (at: number): string => new Date(at).toISOString();
