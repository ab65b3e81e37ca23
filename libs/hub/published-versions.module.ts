import { PublishedVersions } from './domain/published-versions.js';
import { SqlPublishedVersions } from './storage/sql-published-versions.js';
import { QuarantineVersion } from './use-cases/quarantine-version.js';

/** What can be chosen in rooms, for whoever renders it. */
export const offers = {
  controllers: [],
  providers: [{ provide: PublishedVersions, useClass: SqlPublishedVersions }, QuarantineVersion],
  exports: [PublishedVersions, QuarantineVersion],
};
