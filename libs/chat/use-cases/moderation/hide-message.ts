import { Injectable } from '@nestjs/common';
import { deletedUser, Users, RoomLog } from '@visionary/rooms';
import type { StoredMessage, StoredReaction, MessageEdit } from '../../domain/messages.js';
import { HydrateMessages } from '../hydrate-messages.js';
import { EraseMessageText } from '../erase-message-text.js';
import { SaidMessages } from './said-messages.js';

/** A message as it was, with what it said before and was given. */
export interface HiddenMessage {
  readonly message: StoredMessage;
  readonly versions: readonly MessageEdit[];
  readonly reactions: readonly StoredReaction[];
}

const VERSIONS_KEPT = 50;
const REACTIONS_KEPT = 1_000;

/** Inside the transaction in which somebody who moderates decides: a message goes as if removed, and comes back as it was. */
@Injectable()
export class HideMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly said: SaidMessages,
    private readonly forget: EraseMessageText,
    private readonly completing: HydrateMessages,
    private readonly users: Users,
  ) {}

  /** Its images stay in the room, for the day it is put back. @param byId null: the server; it stands as its author's then */
  async hide(id: string, byId: string | null): Promise<object> {
    const [message] = await this.said.messages.byIds([id]);
    if (!message || message.deleted) return {};
    const kept: HiddenMessage = {
      message,
      versions: await this.said.messageEdits.of(id, VERSIONS_KEPT),
      reactions: await this.reactionsOf(id),
    };
    const whoId = byId ?? message.authorId;
    const by = (await this.users.byIds([whoId])).get(whoId) ?? deletedUser(whoId);
    const event = await this.log.append({
      ...{ roomId: message.roomId, type: 'chat.deleted', actorId: whoId },
      payload: ({ at }) => ({ messageId: id, by, at }),
    });
    if (await this.said.messages.remove(message, whoId, event.at)) await this.forget.run(message);
    return kept;
  }

  async show({ message, versions, reactions }: HiddenMessage): Promise<void> {
    const { id, roomId } = message;
    const here = await this.users.byIds([message.authorId, ...reactions.map(({ userId }) => userId)]);
    await this.log.append({
      ...{ roomId, type: 'chat.restored', actorId: null },
      payload: async () => {
        await this.said.messages.restore(message);
        for (const version of versions) await this.said.messageEdits.add(version);
        for (const given of reactions.filter(({ userId }) => here.has(userId))) {
          await this.said.reactions.give(given);
        }
        const [view] = await this.completing.run([message]);
        return { messageId: id, message: view };
      },
    });
  }

  private async reactionsOf(id: string): Promise<StoredReaction[]> {
    const all: StoredReaction[] = [];
    for (const emoji of await this.said.reactions.emojiOn(id)) {
      all.push(...(await this.said.reactions.page(id, emoji, null, REACTIONS_KEPT)));
    }
    return all;
  }
}
