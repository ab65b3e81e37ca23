import { Injectable } from '@nestjs/common';
import { Ids } from '@visionary/kernel';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import type { Message } from '../domain/message.js';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { type Draft, DraftMessage, type MessageToSend } from './draft-message.js';
import { MessageNotifier } from './tell-users.js';

/** What is quoted was removed between being read and this message's turn. */
class QuoteChangedError extends Error {}

/** Says something in a room, once for each clientId. The caller has checked that the author may write there, and show what it shows. */
@Injectable()
export class SendMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly drafts: DraftMessage,
    private readonly messages: Messages,
    private readonly tell: MessageNotifier,
    private readonly ids: Ids,
  ) {}

  /**
   * @returns the event it became, the first one on a retry whatever the text
   * @throws Rejection ROOMS_NOT_FOUND, ROOMS_ARCHIVED, and as DraftMessage
   */
  async run(wanted: MessageToSend): Promise<RoomEvent> {
    const { author, clientId } = wanted;
    for (;;) {
      try {
        return await this.log.once(author.id, clientId, async () => this.say(wanted, await this.drafts.run(wanted)));
      } catch (error) {
        if (!(error instanceof QuoteChangedError)) throw error;
      }
    }
  }

  /** What this wish has become already, on whatever node. */
  firstOf({ author, clientId }: MessageToSend): Promise<RoomEvent | null> {
    return this.log.firstOf(author.id, clientId);
  }

  private async say(wanted: MessageToSend, { stored, view, called, quoted, flag }: Draft): Promise<RoomEvent> {
    const { roomId, author, clientId } = wanted;
    const id = this.ids.next();
    const event = await this.log.append({
      ...{ roomId, type: 'chat.sent', actorId: author.id, clientId, inOpenRoom: true },
      payload: (place): { message: Message } => ({ message: { id, ...view, ...place } }),
    });
    // From here on nothing else happens in the room until the commit.
    if (quoted && !quoted.deleted && (await this.messages.find(roomId, quoted.id))?.deleted) {
      throw new QuoteChangedError();
    }
    await this.drafts.requireAttachments(wanted);
    const message: StoredMessage = { id, ...stored, seq: event.seq, at: event.at };
    await this.messages.add(message);
    await this.tell.said(message, called, quoted?.authorId);
    await flag(id);
    return event;
  }
}
