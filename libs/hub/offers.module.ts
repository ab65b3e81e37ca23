import { Offers } from './domain/offers.js';
import { SqlOffers } from './storage/sql-offers.js';

/** What can be chosen in rooms, for whoever renders it. */
export const offers = {
  controllers: [],
  providers: [{ provide: Offers, useClass: SqlOffers }],
  exports: [Offers],
};
