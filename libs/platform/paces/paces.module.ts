import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PaceGuard } from './pace.guard.js';
import { PersonPaces } from './person-paces.js';
import { SanctionGuard } from './sanction.guard.js';

/** Import it after AuthModule: guards run in the order of their modules. */
@Global()
@Module({
  providers: [
    PersonPaces,
    { provide: APP_GUARD, useClass: SanctionGuard },
    { provide: APP_GUARD, useClass: PaceGuard },
  ],
  exports: [PersonPaces],
})
export class PacesModule {}
