import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { IdentifyGuard } from './identify.guard.js';
import { Origins } from './origins.js';
import { SessionCookie } from './session-cookie.js';

/** Who is behind a request. Needs a global SessionReader, which the accounts slice provides. */
@Global()
@Module({
  providers: [Origins, SessionCookie, { provide: APP_GUARD, useClass: IdentifyGuard }],
  exports: [Origins, SessionCookie],
})
export class AuthModule {}
