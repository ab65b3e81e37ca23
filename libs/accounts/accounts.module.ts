import { Global, Module } from '@nestjs/common';
import { SessionReader } from '@visionary/platform/auth';
import { Config } from '@visionary/platform/config';
import { Accounts } from './domain/account.js';
import { Attempts } from './domain/attempts.js';
import { Passwords } from './domain/passwords.js';
import { SessionLifetime, Sessions } from './domain/session.js';
import { Argon2Passwords } from './storage/argon2-passwords.js';
import { SqlAccounts } from './storage/sql-accounts.js';
import { SqlSessions } from './storage/sql-sessions.js';
import { ChangeMe } from './usecases/change-me.js';
import { EndedSessions } from './usecases/ended-sessions.js';
import { OpenSession } from './usecases/open-session.js';
import { People } from './usecases/people.js';
import { ReadSession } from './usecases/read-session.js';
import { SignIn } from './usecases/sign-in.js';
import { SignOut } from './usecases/sign-out.js';
import { SignUp } from './usecases/sign-up.js';
import { WhoAmI } from './usecases/who-am-i.js';
import { AccountsController } from './wire/accounts.controller.js';
import { CookieSessionReader } from './wire/cookie-session-reader.js';
import { LimitedAttempts } from './wire/limited-attempts.js';
import { SessionController } from './wire/session.controller.js';
import { TellNodesWhenSessionEnded } from './wire/tell-nodes-when-session-ended.js';

const DAY_MS = 86_400_000;

/** Global, because every request and every socket is asked who is behind it. */
@Global()
@Module({
  controllers: [AccountsController, SessionController],
  providers: [
    { provide: Accounts, useClass: SqlAccounts },
    { provide: Sessions, useClass: SqlSessions },
    { provide: Passwords, useClass: Argon2Passwords },
    { provide: Attempts, useClass: LimitedAttempts },
    { provide: SessionReader, useClass: CookieSessionReader },
    {
      provide: SessionLifetime,
      inject: [Config],
      useFactory: (config: Config): SessionLifetime => ({ ttlMs: config.sessionTtlDays * DAY_MS }),
    },
    ...[
      SignUp,
      SignIn,
      SignOut,
      WhoAmI,
      ChangeMe,
      OpenSession,
      ReadSession,
      EndedSessions,
      People,
      TellNodesWhenSessionEnded,
    ],
  ],
  exports: [SessionReader, People],
})
export class AccountsModule {}
