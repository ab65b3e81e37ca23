import { Body, Controller } from '@nestjs/common';
import { TriedWords, type WordsTried } from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { TryWords } from '../../usecases/words/try-words.js';
import { Caretakers } from '../caretakers.js';
import { TermViews } from './term-views.js';

/** "Why was this refused?" */
@Controller()
export class TryWordsController {
  constructor(
    private readonly caretakers: Caretakers,
    private readonly tryWords: TryWords,
    private readonly views: TermViews,
  ) {}

  @Route('tryWords')
  async try(@Body({ schema: TriedWords }) { text }: TriedWords, @SignedIn() me: Identity): Promise<WordsTried> {
    await this.caretakers.require(me, 'moderator');
    const hits = await this.tryWords.run(text);
    const terms = await this.views.many(hits.map(({ term }) => term));
    return { hits: hits.map((hit, n) => ({ ...hit, term: terms[n] as WordsTried['hits'][number]['term'] })) };
  }
}
