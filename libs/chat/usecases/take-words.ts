import { Injectable } from '@nestjs/common';
import { type CheckedWords, CheckWords } from '@visionary/safety';
import { type Called, CallPeople } from './call-people.js';

/** What somebody says, as it may be kept. */
export interface TakenWords {
  readonly text: string;
  readonly called: Called;
  /** Of a message with this id, once it is kept. */
  flag(messageId: string): Promise<void>;
}

/** What may be said, and whom it calls. */
@Injectable()
export class TakeWords {
  constructor(
    private readonly words: CheckWords,
    private readonly calls: CallPeople,
  ) {}

  /** @throws Rejection SAFETY_WORDS */
  async run(roomId: string, authorId: string, said: string): Promise<TakenWords> {
    const { texts, flag }: CheckedWords<{ text: string }> = await this.words.run('chat', { text: said });
    const called = await this.calls.run(roomId, authorId, texts.text);
    return { text: texts.text, called, flag: (id) => flag({ kind: 'message', id }) };
  }

  /** See CallPeople. */
  names(called: Called): ReturnType<CallPeople['names']> {
    return this.calls.names(called);
  }
}
