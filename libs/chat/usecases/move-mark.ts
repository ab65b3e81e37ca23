import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Mark, MarkMoved, Marks, type NotifyLevel } from '../domain/marks.js';
import { Messages } from '../domain/messages.js';
import { Places } from '../domain/places.js';
import { ReadNotificationsOfRoom } from './read-notifications-of-room.js';

/** What somebody decides about a room they belong to. */
export type MarkChange =
  | { readonly kind: 'read'; readonly seq: number }
  | { readonly kind: 'unread'; readonly messageId: string }
  | { readonly kind: 'notify'; readonly notify: NotifyLevel };

/** Moves somebody's mark in a room, or says how much of it reaches them. */
@Injectable()
export class MoveMark {
  constructor(
    private readonly marks: Marks,
    private readonly places: Places,
    private readonly messages: Messages,
    private readonly reading: ReadNotificationsOfRoom,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, CHAT_MESSAGE_NOT_FOUND */
  run(roomId: string, personId: string, change: MarkChange): Promise<Mark> {
    return this.unitOfWork.run(async () => {
      await this.change(roomId, personId, change);
      const mark = await this.marks.one(personId, roomId);
      if (!mark) throw new Rejection('ROOMS_NOT_A_MEMBER');
      this.unitOfWork.announce(new MarkMoved(roomId, personId));
      return mark;
    });
  }

  private async change(roomId: string, personId: string, change: MarkChange): Promise<void> {
    switch (change.kind) {
      case 'read':
        return this.read(roomId, personId, change.seq);
      case 'unread': {
        const message = await this.messages.find(roomId, change.messageId);
        if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
        return this.marks.set(roomId, personId, message.seq - 1);
      }
      case 'notify':
        return this.marks.setNotify(roomId, personId, change.notify);
      default:
        return change satisfies never;
    }
  }

  /** What nobody has said yet cannot be read. */
  private async read(roomId: string, personId: string, seq: number): Promise<void> {
    const upTo = Math.min(seq, (await this.places.find(roomId))?.lastSeq ?? 0);
    await this.marks.raise(roomId, personId, upTo);
    await this.reading.run(roomId, personId, upTo);
  }
}
