import { Injectable } from '@nestjs/common';
import { type CheckedText, CheckText } from '@visionary/safety';
import { type ResolvedMentions, ResolveMentions } from './resolve-mentions.js';

/** What somebody says, as it may be kept. */
export interface CheckedMessageText {
  readonly text: string;
  readonly called: ResolvedMentions;
  /** Of a message with this id, once it is kept. */
  flag(messageId: string): Promise<void>;
}

/** What may be said, and whom it calls. */
@Injectable()
export class CheckMessageText {
  constructor(
    private readonly words: CheckText,
    private readonly calls: ResolveMentions,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS */
  async run(roomId: string, authorId: string, said: string): Promise<CheckedMessageText> {
    const { texts, flag }: CheckedText<{ text: string }> = await this.words.run('chat', { text: said });
    const called = await this.calls.run(roomId, authorId, texts.text);
    return { text: texts.text, called, flag: (id) => flag({ kind: 'message', id }) };
  }

  /** See ResolveMentions. */
  names(resolvedMentions: ResolvedMentions): ReturnType<ResolveMentions['names']> {
    return this.calls.names(resolvedMentions);
  }
}
