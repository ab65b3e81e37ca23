import { DependantCounts } from './domain/dependants.js';
import { Versions } from './domain/version.js';
import { SqlVersions } from './storage/sql-versions.js';

/** What is published: models and their versions. */
export const versions = {
  controllers: [],
  providers: [{ provide: Versions, useClass: SqlVersions }, DependantCounts],
  exports: [Versions, DependantCounts],
};
