import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { Credits } from './domain/credits.js';
import { SqlCredits } from './storage/sql-credits.js';
import { Makers } from './usecases/makers.js';
import { CreditsFollowPeople } from './wire/credits-follow-people.js';

/** Who made the models and LoRAs of this instance. */
@Module({
  imports: [AccountsModule],
  providers: [{ provide: Credits, useClass: SqlCredits }, Makers, CreditsFollowPeople],
  exports: [Credits, Makers],
})
export class HubModule {}
