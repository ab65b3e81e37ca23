import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { ReadStateChanged, ReadStates } from '../domain/read-states.js';
import type { StoredMessage } from '../domain/messages.js';
import { Notifications } from '../domain/notifications.js';
import { RoomDirectory } from '../domain/room-directory.js';
import type { ResolvedMentions } from './resolve-mentions.js';
import { CreateNotifications, type NotificationReasons } from './create-notifications.js';

/** Inside the transaction that says something: tells those whom it calls, and marks the room read for who says it. */
@Injectable()
export class MessageNotifier {
  constructor(
    private readonly roomDirectory: RoomDirectory,
    private readonly readStates: ReadStates,
    private readonly notifications: Notifications,
    private readonly notify: CreateNotifications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param answered author of the message that this one answers */
  async said(message: StoredMessage, resolvedMentions: ResolvedMentions, answered?: string): Promise<void> {
    const { roomId, authorId, seq, at } = message;
    if (await this.readStates.raise(roomId, authorId, seq)) {
      this.unitOfWork.publish(new ReadStateChanged(roomId, authorId));
    }
    if (await this.notifications.readIn(roomId, authorId, seq, at)) {
      this.unitOfWork.publish(new NotificationsRead([authorId]));
    }
    await this.notify.run(message, await this.reasonsOf(message, resolvedMentions, answered));
  }

  /** Those whom it calls only now; nobody is told twice, and everybody is not called anew. */
  async edited(message: StoredMessage, resolvedMentions: ResolvedMentions): Promise<void> {
    if (resolvedMentions.users.length === 0) return;
    const told = await this.notifications.toldOf(message.id);
    const fresh = resolvedMentions.users.filter(({ userId }) => !told.has(userId));
    await this.notify.run(message, [[fresh, 'mention']]);
    for (const { userId } of fresh) this.unitOfWork.publish(new ReadStateChanged(message.roomId, userId));
  }

  /** Called by name, answered, called with everybody or written to alone. */
  private async reasonsOf(
    { roomId, authorId }: StoredMessage,
    { users, everybody }: ResolvedMentions,
    answered?: string,
  ): Promise<NotificationReasons> {
    const isDirect = (await this.roomDirectory.kindOf(roomId)) === 'direct';
    const replied =
      answered === undefined ? [] : await this.roomDirectory.recipientsAmong(roomId, authorId, [answered]);
    const members = everybody || isDirect ? await this.roomDirectory.members(roomId, authorId) : [];
    return [
      [users, 'mention'],
      [replied, 'reply'],
      [members, isDirect ? 'direct' : 'roomMention'],
    ];
  }
}
