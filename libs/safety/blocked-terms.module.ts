import { TermMatcherFactory } from './domain/blocked-terms/term-matcher.js';
import { BuiltInTerms, Terms } from './domain/blocked-terms/terms.js';
import { SqlTerms } from './storage/blocked-terms/sql-terms.js';
import { ChangeTerms } from './use-cases/blocked-terms/change-terms.js';
import { CheckForm } from './use-cases/blocked-terms/check-form.js';
import { CheckText } from './use-cases/blocked-terms/check-text.js';
import { CheckedTexts } from './use-cases/blocked-terms/checked-texts.js';
import { MatchTerms } from './use-cases/blocked-terms/match-terms.js';
import { ImportTerms } from './use-cases/blocked-terms/import-terms.js';
import { ListTerms } from './use-cases/blocked-terms/list-terms.js';
import { TermFilter } from './use-cases/blocked-terms/term-filter.js';
import { TermListTransaction } from './use-cases/blocked-terms/term-list-transaction.js';
import { TestFilter } from './use-cases/blocked-terms/test-filter.js';
import { StaffRights } from './api/caretakers.js';
import { WordFilterBuiltInTerms } from './api/blocked-terms/word-filter-built-in-terms.js';
import { WordFilterMatchers } from './api/blocked-terms/word-filter-matchers.js';
import { BlockedTermNameRule } from './api/blocked-terms/blocked-term-name-rule.js';
import { TermViews } from './api/blocked-terms/term-views.js';
import { TermsController } from './api/blocked-terms/terms.controller.js';
import { TermsFileController } from './api/blocked-terms/terms-file.controller.js';
import { FilterTestController } from './api/blocked-terms/test-filter.controller.js';
import { BlockedTermsGateway } from './api/blocked-terms/words.gateway.js';
import { TermListSync } from './api/blocked-terms/term-list-sync.js';

/** What may be written: the word filter, its terms, and who asks it. */
export const words = {
  controllers: [TermsController, TermsFileController, FilterTestController],
  providers: [
    { provide: Terms, useClass: SqlTerms },
    { provide: BuiltInTerms, useClass: WordFilterBuiltInTerms },
    { provide: TermMatcherFactory, useClass: WordFilterMatchers },
    ...[TermFilter, MatchTerms, CheckText, CheckForm, CheckedTexts, TestFilter],
    ...[TermListTransaction, ChangeTerms, ImportTerms, ListTerms],
    ...[StaffRights, TermViews, BlockedTermNameRule, BlockedTermsGateway, TermListSync],
  ],
  exports: [CheckText, CheckForm],
};
