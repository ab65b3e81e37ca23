import { Global, Module } from '@nestjs/common';
import { AdminDirectory, SessionReader } from '@visionary/platform/auth';
import { Config } from '@visionary/platform/config';
import { Accounts } from './domain/account.js';
import { LoginRateLimits } from './domain/login-rate-limits.js';
import { Blocks } from './domain/blocks.js';
import { ClaimTokens } from './domain/claim-tokens.js';
import { AvatarStore } from './domain/avatar-store.js';
import { NameRules } from './domain/name-rules.js';
import { Names } from './domain/names.js';
import { NotificationOptOuts } from './domain/notifications.js';
import { Passwords } from './domain/passwords.js';
import { UserSearch, RoomViewersRegistry } from './domain/user-search.js';
import { PersonalDataExporters } from './domain/personal-data-exporters.js';
import { SessionLifetime, Sessions } from './domain/session.js';
import { Argon2Passwords } from './storage/argon2-passwords.js';
import { CachedSessions } from './storage/cached-sessions.js';
import { SqlAccounts } from './storage/sql-accounts.js';
import { SqlBlocks } from './storage/sql-blocks.js';
import { SqlClaimTokens } from './storage/sql-claim-tokens.js';
import { SqlNotificationOptOuts } from './storage/sql-notification-opt-outs.js';
import { SqlNames } from './storage/sql-names.js';
import { SqlUserSearch } from './storage/sql-user-search.js';
import { AddAccount } from './use-cases/add-account.js';
import { FilterAdmins } from './use-cases/filter-admins.js';
import { SetNotificationPreference } from './use-cases/set-notification-preference.js';
import { ChangeMe } from './use-cases/change-me.js';
import { Block } from './use-cases/block.js';
import { ChangePassword } from './use-cases/change-password.js';
import { ChangeAvatar } from './use-cases/change-avatar.js';
import { ChangeRole } from './use-cases/change-role.js';
import { FindChangedRoles } from './use-cases/find-changed-roles.js';
import { ClaimInstance } from './use-cases/claim-instance.js';
import { ParticipantLocks } from './use-cases/participant-locks.js';
import { DeleteMe } from './use-cases/delete-me.js';
import { LoginlessAccounts } from './use-cases/loginless-accounts.js';
import { EndSessions } from './use-cases/end-sessions.js';
import { EndedSessions } from './use-cases/ended-sessions.js';
import { SearchUsers } from './use-cases/search-users.js';
import { ListAccounts } from './use-cases/list-accounts.js';
import { ListUserStandings } from './use-cases/list-user-standings.js';
import { SanctionUser } from './use-cases/sanction-user.js';
import { ListSessions } from './use-cases/list-sessions.js';
import { CheckNewName } from './use-cases/check-new-name.js';
import { NewSession } from './use-cases/new-session.js';
import { IssueAdminClaim } from './use-cases/issue-admin-claim.js';
import { OpenSession } from './use-cases/open-session.js';
import { Users } from './use-cases/users.js';
import { ConfirmPassword } from './use-cases/confirm-password.js';
import { ReadSession } from './use-cases/read-session.js';
import { RemoveAccount } from './use-cases/remove-account.js';
import { SignIn } from './use-cases/sign-in.js';
import { SignOut } from './use-cases/sign-out.js';
import { SignUp } from './use-cases/sign-up.js';
import { SensitiveContentPreferences } from './use-cases/sensitive-content-preferences.js';
import { SessionActivity } from './use-cases/session-activity.js';
import { WhoAmI } from './use-cases/who-am-i.js';
import { AccountAdminDirectory } from './api/account-admin-directory.js';
import { AccountExporter } from './api/account-exporter.js';
import { AccountExportReader } from './api/account-export-reader.js';
import { AccountsController } from './api/accounts.controller.js';
import { BlobAvatarStore } from './api/blob-avatar-store.js';
import { CookieSessionReader } from './api/cookie-session-reader.js';
import { AvatarCropper } from './api/avatar-cropper.js';
import { AccountExportController } from './api/account-export.controller.js';
import { InstanceController } from './api/instance.controller.js';
import { RedisLoginRateLimits } from './api/redis-login-rate-limits.js';
import { MeGateway } from './api/me.gateway.js';
import { MyNotificationsProvider } from './api/my-notifications-provider.js';
import { MyStateProviders } from './api/my-state-providers.js';
import { AvatarController } from './api/avatar.controller.js';
import { MySessionsController } from './api/my-sessions.controller.js';
import { NotificationsGateway } from './api/news.gateway.js';
import { NotificationSources } from './api/notification-sources.js';
import { UsersController } from './api/users.controller.js';
import { PersonalDataZip } from './api/personal-data-zip.js';
import { SessionController } from './api/session.controller.js';
import { RoleChangePoller } from './api/role-change-poller.js';
import { NotificationBroadcaster } from './api/notification-broadcaster.js';
import { UserChangePublisher } from './api/user-change-publisher.js';
import { SanctionPublisher } from './api/sanction-publisher.js';
import { SessionEndPublisher } from './api/session-end-publisher.js';

const DAY_MS = 86_400_000;

/** Global, because every request and every socket is asked who is behind it. */
@Global()
@Module({
  controllers: [
    AccountsController,
    SessionController,
    MySessionsController,
    AvatarController,
    UsersController,
    InstanceController,
    AccountExportController,
  ],
  providers: [
    { provide: Accounts, useClass: SqlAccounts },
    { provide: Names, useClass: SqlNames },
    { provide: NameRules, useClass: NameRules },
    { provide: Sessions, useClass: CachedSessions },
    { provide: Blocks, useClass: SqlBlocks },
    { provide: NotificationOptOuts, useClass: SqlNotificationOptOuts },
    { provide: UserSearch, useClass: SqlUserSearch },
    { provide: RoomViewersRegistry, useClass: RoomViewersRegistry },
    { provide: AvatarStore, useClass: BlobAvatarStore },
    { provide: ClaimTokens, useClass: SqlClaimTokens },
    { provide: PersonalDataExporters, useClass: PersonalDataExporters },
    { provide: Passwords, useClass: Argon2Passwords },
    { provide: LoginRateLimits, useClass: RedisLoginRateLimits },
    { provide: SessionReader, useClass: CookieSessionReader },
    { provide: AdminDirectory, useClass: AccountAdminDirectory },
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
      FindChangedRoles,
      ClaimInstance,
      IssueAdminClaim,
      ListAccounts,
      ListUserStandings,
      SanctionUser,
      DeleteMe,
      LoginlessAccounts,
      RemoveAccount,
      SearchUsers,
      ChangeAvatar,
      ChangePassword,
      ConfirmPassword,
      EndSessions,
      ListSessions,
      CheckNewName,
      NewSession,
      SessionActivity,
      SignIn,
      SignOut,
      WhoAmI,
      ChangeMe,
      SetNotificationPreference,
      FilterAdmins,
      OpenSession,
      ReadSession,
      EndedSessions,
      Users,
      SensitiveContentPreferences,
      ParticipantLocks,
      SessionEndPublisher,
      UserChangePublisher,
      SanctionPublisher,
    ],
    ...[NotificationSources, NotificationsGateway, NotificationBroadcaster, MyNotificationsProvider],
    ...[
      MyStateProviders,
      MeGateway,
      AvatarCropper,
      AccountExporter,
      AccountExportReader,
      PersonalDataZip,
      RoleChangePoller,
    ],
  ],
  exports: [
    SessionReader,
    AdminDirectory,
    LoginlessAccounts,
    SearchUsers,
    ListUserStandings,
    SanctionUser,
    Users,
    SensitiveContentPreferences,
    ParticipantLocks,
    Blocks,
    NotificationOptOuts,
    NameRules,
    NotificationSources,
    MyStateProviders,
    PersonalDataExporters,
    RoomViewersRegistry,
  ],
})
export class AccountsModule {}
