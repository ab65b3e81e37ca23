import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { MatchTerms } from '../../use-cases/blocked-terms/match-terms.js';

@Injectable()
export class BlockedTermsGateway {
  constructor(private readonly matchTerms: MatchTerms) {}

  @Command('safety.checkTexts')
  checkTexts({ payload: { scope, texts } }: Call<'safety.checkTexts'>): CommandReply<'safety.checkTexts'> {
    return { hits: this.matchTerms.preview(scope, texts, LIMITS.matchesReturned) };
  }
}
