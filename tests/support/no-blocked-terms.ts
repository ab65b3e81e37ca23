import type { OpenCase } from '@visionary/safety';
import type { TermFilter } from '../../libs/safety/use-cases/blocked-terms/term-filter.js';
import { CheckText } from '../../libs/safety/use-cases/blocked-terms/check-text.js';
import { MatchTerms } from '../../libs/safety/use-cases/blocked-terms/match-terms.js';

/** Lists without a word on them. */
export const noBlockedTerms = (): CheckText =>
  new CheckText(new MatchTerms({ find: () => [] } as unknown as TermFilter), {} as OpenCase);
