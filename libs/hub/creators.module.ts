import { ModelCreators } from './use-cases/creators.js';
import { QuarantineVersion } from './use-cases/quarantine-version.js';
import { CreditAccountHandler } from './api/credit-account-handler.js';
import { PublishedVersions } from './storage/sql-published-versions.js';
import { ModelCredits } from './storage/sql-model-credits.js';

/** Credits of creators, and published versions for other slices. */
export const creators = {
  controllers: [],
  providers: [ModelCredits, PublishedVersions, ModelCreators, QuarantineVersion, CreditAccountHandler],
  exports: [ModelCredits, ModelCreators, PublishedVersions, QuarantineVersion],
};
