import { Injectable } from '@nestjs/common';
import { mentionsIn, Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomManagers } from '@visionary/rooms';
import { RoomMentionLimit } from '../domain/room-mention-limit.js';
import { RoomDirectory } from '../domain/room-directory.js';
import { Attachments } from '../domain/attachments.js';
import type { MessageToSend } from './draft-message.js';
import { SendMessage } from './send-message.js';

/** Lets a message in that asks for more than the right to write: it shows a take, or calls everybody. Then it is sent. */
@Injectable()
export class AcceptMessage {
  constructor(
    private readonly roomManagers: RoomManagers,
    private readonly attachments: Attachments,
    private readonly roomDirectory: RoomDirectory,
    private readonly pace: RoomMentionLimit,
    private readonly send: SendMessage,
  ) {}

  /**
   * Outside any transaction: who may read which room, and how often somebody called, are questions that others share.
   * @returns the event it became, the first one on a retry whatever it asks for
   * @throws Rejection CHAT_SHARED_TAKE_NOT_FOUND, CHAT_ROOM_MENTION_RATE_LIMITED { retryAfterSeconds }, and as SendMessage
   */
  async run(wanted: MessageToSend): Promise<RoomEvent> {
    const { roomId, author, text, sharedTake } = wanted;
    const callsEverybody = mentionsIn(text, 0).mentionsRoom && (await this.roomDirectory.kindOf(roomId)) !== 'direct';
    if (!sharedTake && !callsEverybody) return this.send.run(wanted);
    const first = await this.send.firstOf(wanted);
    if (first) return first;
    if (sharedTake) await this.attachments.requireCard(roomId, author.id, sharedTake);
    return callsEverybody ? this.callEverybody(wanted) : this.send.run(wanted);
  }

  private async callEverybody(wanted: MessageToSend): Promise<RoomEvent> {
    const { roomId, author } = wanted;
    const isManager = await this.roomManagers.has(roomId, author.id);
    const call = { roomId, userId: author.id, isManager };
    const retryAfterSeconds = await this.pace.spend(call);
    if (retryAfterSeconds !== null) {
      // It may have been said meanwhile, by the very call that took the last place.
      const first = await this.send.firstOf(wanted);
      if (first) return first;
      throw new Rejection('CHAT_ROOM_MENTION_RATE_LIMITED', { retryAfterSeconds });
    }
    try {
      return await this.send.run(wanted);
    } catch (error) {
      await this.pace.refund(call);
      throw error;
    }
  }
}
