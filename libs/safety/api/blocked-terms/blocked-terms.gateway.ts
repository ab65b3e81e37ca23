import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { MatchTerms } from '../../use-cases/blocked-terms/match-terms.js';

@Injectable()
export class BlockedTermsGateway {
  constructor(private readonly matchTerms: MatchTerms) {}

  @Command('safety.checkTexts')
  async checkTexts({ payload, socket }: Call<'safety.checkTexts'>): Promise<CommandReply<'safety.checkTexts'>> {
    const { scope, texts } = payload;
    return { hits: await this.matchTerms.preview(scope, texts, LIMITS.matchesReturned, socket.owner) };
  }
}
