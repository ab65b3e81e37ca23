import { Injectable } from '@nestjs/common';
import { mentionsIn, Rejection } from '@visionary/kernel';
import { type RoomEvent, WhoManages } from '@visionary/rooms';
import { EverybodyPace } from '../domain/everybody-pace.js';
import { Places } from '../domain/places.js';
import { Sharing } from '../domain/sharing.js';
import type { MessageToSend } from './draft-message.js';
import { SendMessage } from './send-message.js';

/** Lets a message in that asks for more than the right to write: it shows a take, or calls everybody. Then it is sent. */
@Injectable()
export class AdmitMessage {
  constructor(
    private readonly whoManages: WhoManages,
    private readonly sharing: Sharing,
    private readonly places: Places,
    private readonly pace: EverybodyPace,
    private readonly send: SendMessage,
  ) {}

  /**
   * Outside any transaction: who may read which room, and how often somebody called, are questions that others share.
   * @returns the event it became, the first one on a retry whatever it asks for
   * @throws Rejection CHAT_CARD_UNKNOWN, CHAT_EVERYBODY_TOO_OFTEN { retryAfterSeconds }, and as SendMessage
   */
  async run(wanted: MessageToSend): Promise<RoomEvent> {
    const { roomId, author, text, card } = wanted;
    const callsEverybody = mentionsIn(text, 0).everybody && (await this.places.kindOf(roomId)) !== 'direct';
    if (!card && !callsEverybody) return this.send.run(wanted);
    const first = await this.send.firstOf(wanted);
    if (first) return first;
    if (card) await this.sharing.requireCard(roomId, author.id, card);
    return callsEverybody ? this.callEverybody(wanted) : this.send.run(wanted);
  }

  private async callEverybody(wanted: MessageToSend): Promise<RoomEvent> {
    const { roomId, author } = wanted;
    const looksAfter = await this.whoManages.has(roomId, author.id);
    const call = { roomId, personId: author.id, looksAfter };
    const retryAfterSeconds = await this.pace.spend(call);
    if (retryAfterSeconds !== null) {
      // It may have been said meanwhile, by the very call that took the last place.
      const first = await this.send.firstOf(wanted);
      if (first) return first;
      throw new Rejection('CHAT_EVERYBODY_TOO_OFTEN', { retryAfterSeconds });
    }
    try {
      return await this.send.run(wanted);
    } catch (error) {
      await this.pace.giveBack(call);
      throw error;
    }
  }
}
