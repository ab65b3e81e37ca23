import { Injectable } from '@nestjs/common';
import type { ListedTerm } from '../../domain/words/listed-term.js';
import { StarterTerms } from '../../domain/words/terms.js';

@Injectable()
export class ListedStarters extends StarterTerms {
  all(): readonly ListedTerm[] {
    return [];
  }
}
