import { Finders } from './domain/words/finder.js';
import { StarterTerms, Terms } from './domain/words/terms.js';
import { SqlTerms } from './storage/words/sql-terms.js';
import { ChangeTerms } from './usecases/words/change-terms.js';
import { CheckFields } from './usecases/words/check-fields.js';
import { CheckWords } from './usecases/words/check-words.js';
import { CheckedTexts } from './usecases/words/checked-texts.js';
import { FindWords } from './usecases/words/find-words.js';
import { ImportTerms } from './usecases/words/import-terms.js';
import { ListTerms } from './usecases/words/list-terms.js';
import { LiveWords } from './usecases/words/live-words.js';
import { TermTurn } from './usecases/words/term-turn.js';
import { TryWords } from './usecases/words/try-words.js';
import { Caretakers } from './wire/caretakers.js';
import { ListedStarters } from './wire/words/listed-starters.js';
import { ListedFinders } from './wire/words/listed-finders.js';
import { RulesOfNames } from './wire/words/rules-of-names.js';
import { TermViews } from './wire/words/term-views.js';
import { TermsController } from './wire/words/terms.controller.js';
import { TermsFileController } from './wire/words/terms-file.controller.js';
import { TryWordsController } from './wire/words/try-words.controller.js';
import { WordsGateway } from './wire/words/words.gateway.js';
import { WordsWatch } from './wire/words/words-watch.js';

/** What may be written: the word filter, its terms, and who asks it. */
export const words = {
  controllers: [TermsController, TermsFileController, TryWordsController],
  providers: [
    { provide: Terms, useClass: SqlTerms },
    { provide: StarterTerms, useClass: ListedStarters },
    { provide: Finders, useClass: ListedFinders },
    ...[LiveWords, FindWords, CheckWords, CheckFields, CheckedTexts, TryWords],
    ...[TermTurn, ChangeTerms, ImportTerms, ListTerms],
    ...[Caretakers, TermViews, RulesOfNames, WordsGateway, WordsWatch],
  ],
  exports: [CheckWords, CheckFields],
};
