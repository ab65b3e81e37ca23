import { Injectable } from '@nestjs/common';
import type { NotificationLevel, ReadState } from '@visionary/contract';
import { DataLoader, Rejection, UnitOfWork } from '@visionary/kernel';
import { Notifications } from '@visionary/notifications';
import { ReadStateChanged } from '../domain/read-states.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlReadStates } from '../storage/sql-read-states.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';

interface ReadStateKey {
  readonly userId: string;
  readonly roomId: string;
}

/** How far users have read, and how much of a room notifies them. */
@Injectable()
export class ReadStatesService {
  private readonly loader = new DataLoader<ReadStateKey, ReadState | null>((keys) => this.loadMany(keys));

  constructor(
    private readonly readStates: SqlReadStates,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly messages: SqlMessages,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns the read states of all rooms of a user, with one query */
  ofUser(userId: string): Promise<ReadState[]> {
    return this.readStates.of(userId);
  }

  /** Batches concurrent calls into one query per room. @returns null for a user who isn't a member */
  one(userId: string, roomId: string): Promise<ReadState | null> {
    return this.loader.load({ userId, roomId });
  }

  /** @returns the read states of those users who are members, with one query */
  ofUsers(roomId: string, userIds: readonly string[]): Promise<(ReadState & { readonly userId: string })[]> {
    return this.readStates.ofUsers(roomId, userIds);
  }

  /** Marks the room as read up to `seq`, at most up to its last event. @throws Rejection ROOMS_NOT_A_MEMBER */
  markRead(roomId: string, userId: string, seq: number): Promise<ReadState> {
    return this.update(roomId, userId, async () => {
      const upToSeq = Math.min(seq, (await this.roomDirectory.find(roomId))?.lastSeq ?? 0);
      await this.readStates.raise(roomId, userId, upToSeq);
      await this.notifications.markRead(userId, { roomId, upToSeq });
    });
  }

  /** Marks the room as unread from a message on. @throws Rejection ROOMS_NOT_A_MEMBER, CHAT_MESSAGE_NOT_FOUND */
  markUnread(roomId: string, userId: string, messageId: string): Promise<ReadState> {
    return this.update(roomId, userId, async () => {
      const message = await this.messages.find(roomId, messageId);
      if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
      await this.readStates.set(roomId, userId, message.seq - 1);
    });
  }

  /** @throws Rejection ROOMS_NOT_A_MEMBER */
  setNotificationLevel(roomId: string, userId: string, level: NotificationLevel): Promise<ReadState> {
    return this.update(roomId, userId, () => this.readStates.setNotificationLevel(roomId, userId, level));
  }

  private update(roomId: string, userId: string, change: () => Promise<void>): Promise<ReadState> {
    return this.unitOfWork.run(async () => {
      await change();
      const readState = await this.readStates.one(userId, roomId);
      if (!readState) throw new Rejection('ROOMS_NOT_A_MEMBER');
      this.unitOfWork.publish(new ReadStateChanged(roomId, userId));
      return readState;
    });
  }

  private async loadMany(keys: readonly ReadStateKey[]): Promise<(key: ReadStateKey) => ReadState | null> {
    const found = new Map<string, ReadState>();
    for (const [roomId, inRoom] of Map.groupBy(keys, (key) => key.roomId)) {
      const userIds = [...new Set(inRoom.map(({ userId }) => userId))];
      for (const { userId, ...readState } of await this.readStates.ofUsers(roomId, userIds)) {
        found.set(`${roomId} ${userId}`, readState);
      }
    }
    return ({ userId, roomId }) => found.get(`${roomId} ${userId}`) ?? null;
  }
}
