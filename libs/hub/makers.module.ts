import { Credits } from './domain/credits.js';
import { SqlCredits } from './storage/sql-credits.js';
import { Makers } from './usecases/makers.js';
import { CreditsFollowPeople } from './wire/credits-follow-people.js';
import { MadeRecords } from './wire/made-records.js';

/** Who made which models and LoRAs. */
export const makers = {
  controllers: [],
  providers: [{ provide: Credits, useClass: SqlCredits }, Makers, CreditsFollowPeople, MadeRecords],
  exports: [Credits, Makers],
};
