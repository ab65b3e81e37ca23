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
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { PostReactionsRepository } from '../../storage/posts/post-reactions.repository.js';
import { NotificationWriter } from '../notifications/notification-writer.js';
import { CommentsService } from './comments.service.js';

const PER_PAGE = 500;

/** Exports a user's comments, reactions, and notifications, and deletes them with the account. */
@Injectable()
export class CommentAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'feed';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly commentsService: CommentsService,
    private readonly notificationWriter: NotificationWriter,
    private readonly comments: CommentsRepository,
    private readonly commentReactions: CommentReactionsRepository,
    private readonly postReactions: PostReactionsRepository,
    private readonly notifications: NotificationsRepository,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
    this.events.beforeCommit(AccountDeleted, async ({ userId, at }) => {
      await this.notificationWriter.delete({ userId });
      await this.commentsService.deleteOfUser(userId, at);
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('comments.json', () => this.exportComments(userId));
    yield jsonListFile('reactions.json', () => this.exportPostReactions(userId));
    yield jsonListFile('comment-reactions.json', () => this.exportCommentReactions(userId));
    yield jsonListFile('news.json', () => this.exportNotifications(userId));
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

  /** Leaves out who caused a notification: that is data of other users. */
  private exportNotifications(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: { id: string }) => this.notifications.ofUser(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ kind, postId, commentId, modelId, roomId, takeId, count, at, readAt }) => ({
      kind,
      ...(postId !== null && { postId }),
      ...(commentId !== null && { commentId }),
      ...(modelId !== null && { modelId }),
      ...(roomId !== null && { roomId }),
      ...(takeId !== null && { takeId }),
      count,
      at: isoTime(at),
      ...(readAt !== null && { readAt: isoTime(readAt) }),
    }));
  }
}

const isoTime = (at: number): string => new Date(at).toISOString();
