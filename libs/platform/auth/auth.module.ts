import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { IdentifyGuard } from './identify.guard.js';
import { AllowedOrigins } from './allowed-origins.js';
import { SessionCookie } from './session-cookie.js';

/** Identifies the user of a request. Requires a global SessionReader, which the accounts slice provides. */
@Global()
@Module({
  providers: [AllowedOrigins, SessionCookie, { provide: APP_GUARD, useClass: IdentifyGuard }],
  exports: [AllowedOrigins, SessionCookie],
})
export class AuthModule {}
