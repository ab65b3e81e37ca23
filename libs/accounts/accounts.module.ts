import { Global, Module } from '@nestjs/common';
import { Admins, SessionReader } from '@visionary/platform/auth';
import { Config } from '@visionary/platform/config';
import { Accounts } from './domain/account.js';
import { Attempts } from './domain/attempts.js';
import { Blocks } from './domain/blocks.js';
import { ClaimTokens } from './domain/claim-tokens.js';
import { FaceStore } from './domain/face-store.js';
import { NameRules } from './domain/name-rules.js';
import { Names } from './domain/names.js';
import { DeclinedNews } from './domain/news.js';
import { Passwords } from './domain/passwords.js';
import { PeopleSearch, RoomCircles } from './domain/people-search.js';
import { PersonalData } from './domain/personal-data.js';
import { SessionLifetime, Sessions } from './domain/session.js';
import { Argon2Passwords } from './storage/argon2-passwords.js';
import { CachedSessions } from './storage/cached-sessions.js';
import { SqlAccounts } from './storage/sql-accounts.js';
import { SqlBlocks } from './storage/sql-blocks.js';
import { SqlClaimTokens } from './storage/sql-claim-tokens.js';
import { SqlDeclinedNews } from './storage/sql-declined-news.js';
import { SqlNames } from './storage/sql-names.js';
import { SqlPeopleSearch } from './storage/sql-people-search.js';
import { AddAccount } from './usecases/add-account.js';
import { AdminsAmong } from './usecases/admins-among.js';
import { ChooseNews } from './usecases/choose-news.js';
import { ChangeMe } from './usecases/change-me.js';
import { Block } from './usecases/block.js';
import { ChangePassword } from './usecases/change-password.js';
import { ChangePicture } from './usecases/change-picture.js';
import { ChangeRole } from './usecases/change-role.js';
import { ChangedRoles } from './usecases/changed-roles.js';
import { ClaimInstance } from './usecases/claim-instance.js';
import { Company } from './usecases/company.js';
import { DeleteMe } from './usecases/delete-me.js';
import { DormantAccounts } from './usecases/dormant-accounts.js';
import { EndSessions } from './usecases/end-sessions.js';
import { EndedSessions } from './usecases/ended-sessions.js';
import { FindPeople } from './usecases/find-people.js';
import { ListAccounts } from './usecases/list-accounts.js';
import { ListStandings } from './usecases/list-standings.js';
import { SanctionPerson } from './usecases/sanction-person.js';
import { ListSessions } from './usecases/list-sessions.js';
import { NewName } from './usecases/new-name.js';
import { NewSession } from './usecases/new-session.js';
import { OfferClaim } from './usecases/offer-claim.js';
import { OpenSession } from './usecases/open-session.js';
import { People } from './usecases/people.js';
import { PresentPassword } from './usecases/present-password.js';
import { ReadSession } from './usecases/read-session.js';
import { RemoveAccount } from './usecases/remove-account.js';
import { SignIn } from './usecases/sign-in.js';
import { SignOut } from './usecases/sign-out.js';
import { SignUp } from './usecases/sign-up.js';
import { Sights } from './usecases/sights.js';
import { StillSeen } from './usecases/still-seen.js';
import { WhoAmI } from './usecases/who-am-i.js';
import { AccountAdmins } from './wire/account-admins.js';
import { AccountPart } from './wire/account-part.js';
import { AccountSources } from './wire/account-sources.js';
import { AccountsController } from './wire/accounts.controller.js';
import { BlobFaces } from './wire/blob-faces.js';
import { CookieSessionReader } from './wire/cookie-session-reader.js';
import { FaceCutter } from './wire/face-cutter.js';
import { FarewellController } from './wire/farewell.controller.js';
import { InstanceController } from './wire/instance.controller.js';
import { LimitedAttempts } from './wire/limited-attempts.js';
import { MeGateway } from './wire/me.gateway.js';
import { MyNewsPart } from './wire/my-news-part.js';
import { MyParts } from './wire/my-parts.js';
import { MyPictureController } from './wire/my-picture.controller.js';
import { MySessionsController } from './wire/my-sessions.controller.js';
import { NewsGateway } from './wire/news.gateway.js';
import { NewsSources } from './wire/news-sources.js';
import { PeopleController } from './wire/people.controller.js';
import { PersonalExport } from './wire/personal-export.js';
import { SessionController } from './wire/session.controller.js';
import { RoleWatch } from './wire/role-watch.js';
import { TellNews } from './wire/tell-news.js';
import { TellNodesWhenPersonChanged } from './wire/tell-nodes-when-person-changed.js';
import { TellNodesWhenPersonSanctioned } from './wire/tell-nodes-when-person-sanctioned.js';
import { TellNodesWhenSessionEnded } from './wire/tell-nodes-when-session-ended.js';

const DAY_MS = 86_400_000;

/** Global, because every request and every socket is asked who is behind it. */
@Global()
@Module({
  controllers: [
    AccountsController,
    SessionController,
    MySessionsController,
    MyPictureController,
    PeopleController,
    InstanceController,
    FarewellController,
  ],
  providers: [
    { provide: Accounts, useClass: SqlAccounts },
    { provide: Names, useClass: SqlNames },
    { provide: NameRules, useClass: NameRules },
    { provide: Sessions, useClass: CachedSessions },
    { provide: Blocks, useClass: SqlBlocks },
    { provide: DeclinedNews, useClass: SqlDeclinedNews },
    { provide: PeopleSearch, useClass: SqlPeopleSearch },
    { provide: RoomCircles, useClass: RoomCircles },
    { provide: FaceStore, useClass: BlobFaces },
    { provide: ClaimTokens, useClass: SqlClaimTokens },
    { provide: PersonalData, useClass: PersonalData },
    { provide: Passwords, useClass: Argon2Passwords },
    { provide: Attempts, useClass: LimitedAttempts },
    { provide: SessionReader, useClass: CookieSessionReader },
    { provide: Admins, useClass: AccountAdmins },
    {
      provide: SessionLifetime,
      inject: [Config],
      useFactory: (config: Config): SessionLifetime => ({ ttlMs: config.sessionTtlDays * DAY_MS }),
    },
    ...[
      SignUp,
      AddAccount,
      Block,
      ChangeRole,
      ChangedRoles,
      ClaimInstance,
      OfferClaim,
      ListAccounts,
      ListStandings,
      SanctionPerson,
      DeleteMe,
      DormantAccounts,
      RemoveAccount,
      FindPeople,
      ChangePicture,
      ChangePassword,
      PresentPassword,
      EndSessions,
      ListSessions,
      NewName,
      NewSession,
      StillSeen,
      SignIn,
      SignOut,
      WhoAmI,
      ChangeMe,
      ChooseNews,
      AdminsAmong,
      OpenSession,
      ReadSession,
      EndedSessions,
      People,
      Sights,
      Company,
      TellNodesWhenSessionEnded,
      TellNodesWhenPersonChanged,
      TellNodesWhenPersonSanctioned,
    ],
    ...[NewsSources, NewsGateway, TellNews, MyNewsPart],
    ...[MyParts, MeGateway, FaceCutter, AccountPart, AccountSources, PersonalExport, RoleWatch],
  ],
  exports: [
    SessionReader,
    Admins,
    DormantAccounts,
    FindPeople,
    ListStandings,
    SanctionPerson,
    People,
    Sights,
    Company,
    Blocks,
    DeclinedNews,
    NameRules,
    NewsSources,
    MyParts,
    PersonalData,
    RoomCircles,
  ],
})
export class AccountsModule {}
