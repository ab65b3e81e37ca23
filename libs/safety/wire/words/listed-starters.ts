import { Injectable } from '@nestjs/common';
import { STARTER_TERMS } from '@visionary/wordfilter';
import type { ListedTerm } from '../../domain/words/listed-term.js';
import { StarterTerms } from '../../domain/words/terms.js';
import { termId } from '../../usecases/words/term-id.js';

let made: readonly ListedTerm[] | undefined;

/** What comes with the word filter. It is no rows: a later version of the server brings other words, and keeps what people changed. */
@Injectable()
export class ListedStarters extends StarterTerms {
  all(): readonly ListedTerm[] {
    return (made ??= STARTER_TERMS.map((term) => ({ ...term, id: termId(term.text), byId: null, at: null })));
  }
}
