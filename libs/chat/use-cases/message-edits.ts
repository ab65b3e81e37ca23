import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Messages, MessageEdits } from '../domain/messages.js';

/** More of the longest texts would not go through one frame. */
const VERSIONS_AT_MOST = 50;

/** What a message said before it was edited. */
@Injectable()
export class MessageHistory {
  constructor(
    private readonly messages: Messages,
    private readonly messageEdits: MessageEdits,
  ) {}

  /** @returns the newest fifty, oldest first, without the present text; nothing of one that was removed. @throws Rejection CHAT_MESSAGE_NOT_FOUND */
  async run(roomId: string, messageId: string): Promise<{ text: string; at: number }[]> {
    if (!(await this.messages.find(roomId, messageId))) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    return (await this.messageEdits.of(messageId, VERSIONS_AT_MOST)).map(({ text, at }) => ({ text, at }));
  }
}
