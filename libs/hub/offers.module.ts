import { Offers } from './domain/offers.js';
import { SqlOffers } from './storage/sql-offers.js';
import { QuarantineVersion } from './usecases/quarantine-version.js';

/** What can be chosen in rooms, for whoever renders it. */
export const offers = {
  controllers: [],
  providers: [{ provide: Offers, useClass: SqlOffers }, QuarantineVersion],
  exports: [Offers, QuarantineVersion],
};
