import { Drafts } from './domain/drafts.js';
import { Trials } from './domain/trials.js';
import { SqlDrafts } from './storage/sql-drafts.js';

/** What people upload before they publish it, and how it is checked. */
export const drafts = {
  controllers: [],
  providers: [{ provide: Drafts, useClass: SqlDrafts }, Trials],
  exports: [Trials],
};
