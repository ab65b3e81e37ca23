import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { UserRateLimits } from '@visionary/platform/rate-limits';
import { RateLimitGuard } from './rate-limit.guard.js';
import { SanctionGuard } from './sanction.guard.js';

/** Import it after AuthModule, because guards run in the order of their modules. */
@Global()
@Module({
  providers: [
    UserRateLimits,
    { provide: APP_GUARD, useClass: SanctionGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [UserRateLimits],
})
export class RateLimitsModule {}
