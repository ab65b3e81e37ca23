import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { CheckedTexts } from '../../use-cases/blocked-terms/checked-texts.js';

/** Listed words in what is being written, for everybody who sees it. */
@Injectable()
export class BlockedTermsGateway {
  constructor(private readonly checked: CheckedTexts) {}

  @Command('safety.checkTexts')
  check({ payload: { scope, texts } }: Call<'safety.checkTexts'>): CommandReply<'safety.checkTexts'> {
    return { hits: this.checked.run(scope, texts, LIMITS.matchesReturned) };
  }
}
