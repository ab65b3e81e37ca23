import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type ReadState, ReadStateChanged, ReadStates, type NotifyLevel } from '../domain/read-states.js';
import { Messages } from '../domain/messages.js';
import { RoomDirectory } from '../domain/room-directory.js';
import { ReadNotificationsOfRoom } from './read-notifications-of-room.js';

/** What somebody decides about a room they belong to. */
export type ReadStateUpdate =
  | { readonly kind: 'read'; readonly seq: number }
  | { readonly kind: 'unread'; readonly messageId: string }
  | { readonly kind: 'notify'; readonly notify: NotifyLevel };

/** Moves somebody's mark in a room, or says how much of it reaches them. */
@Injectable()
export class UpdateReadState {
  constructor(
    private readonly readStates: ReadStates,
    private readonly roomDirectory: RoomDirectory,
    private readonly messages: Messages,
    private readonly reading: ReadNotificationsOfRoom,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, CHAT_MESSAGE_NOT_FOUND */
  run(roomId: string, userId: string, change: ReadStateUpdate): Promise<ReadState> {
    return this.unitOfWork.run(async () => {
      await this.change(roomId, userId, change);
      const mark = await this.readStates.one(userId, roomId);
      if (!mark) throw new Rejection('ROOMS_NOT_A_MEMBER');
      this.unitOfWork.publish(new ReadStateChanged(roomId, userId));
      return mark;
    });
  }

  private async change(roomId: string, userId: string, change: ReadStateUpdate): Promise<void> {
    switch (change.kind) {
      case 'read':
        return this.read(roomId, userId, change.seq);
      case 'unread': {
        const message = await this.messages.find(roomId, change.messageId);
        if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
        return this.readStates.set(roomId, userId, message.seq - 1);
      }
      case 'notify':
        return this.readStates.setNotify(roomId, userId, change.notify);
      default:
        return change satisfies never;
    }
  }

  /** What nobody has said yet cannot be read. */
  private async read(roomId: string, userId: string, seq: number): Promise<void> {
    const upTo = Math.min(seq, (await this.roomDirectory.find(roomId))?.lastSeq ?? 0);
    await this.readStates.raise(roomId, userId, upTo);
    await this.reading.run(roomId, userId, upTo);
  }
}
