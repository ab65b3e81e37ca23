import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  type ExportFile,
  jsonListFile,
  type PersonalDataExporter,
  PersonalDataExporters,
} from '@visionary/accounts';
import { DomainEvents, paginate } from '@visionary/kernel';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { NotificationWriter } from './notification-writer.js';

const PER_PAGE = 500;

/** Exports a user's notifications, and deletes them with the account. */
@Injectable()
export class NotificationAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'feed';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly notificationWriter: NotificationWriter,
    private readonly notifications: NotificationsRepository,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.notificationWriter.delete({ userId }));
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('news.json', () => this.exportNotifications(userId));
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
