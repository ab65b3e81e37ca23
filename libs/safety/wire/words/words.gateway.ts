import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { CheckedTexts } from '../../usecases/words/checked-texts.js';

/** Listed words in what is being written, for everybody who sees it. */
@Injectable()
export class WordsGateway {
  constructor(private readonly checked: CheckedTexts) {}

  @Command('safety.check')
  check({ payload: { scope, texts } }: Call<'safety.check'>): CommandReply<'safety.check'> {
    return { hits: this.checked.run(scope, texts, LIMITS.hitsTold) };
  }
}
