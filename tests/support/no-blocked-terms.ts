import type { OpenCase } from '@visionary/safety';
import { CheckText } from '../../libs/safety/use-cases/blocked-terms/check-text.js';
import { MatchTerms } from '../../libs/safety/use-cases/blocked-terms/match-terms.js';
import type { TermFilter } from '../../libs/safety/use-cases/blocked-terms/term-filter.js';

/** A check against empty lists. */
export const noBlockedTerms = (): CheckText =>
  new CheckText(new MatchTerms({ find: () => [], onChange: () => undefined } as unknown as TermFilter), {} as OpenCase);
