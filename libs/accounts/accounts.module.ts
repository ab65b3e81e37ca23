import { Global, Module } from '@nestjs/common';
import { AdminDirectory, SessionReader } from '@visionary/platform/auth';
import { LoginRateLimits } from './storage/login-rate-limits.js';
import { Acquaintances } from './domain/acquaintances.js';
import { NameRules } from './domain/name-rules.js';
import { NewAccounts } from './use-cases/new-accounts.js';
import { Passwords } from './storage/passwords.js';
import { PersonalDataExporters } from './domain/personal-data-exporters.js';
import { RoleChangeRecorder } from './domain/role-change-recorder.js';
import { RoomViewersRegistry } from './domain/room-viewers.js';
import { Accounts } from './storage/accounts.js';
import { Blocks } from './storage/blocks.js';
import { ClaimTokens } from './storage/claim-tokens.js';
import { InstanceSettings } from './storage/instance-settings.js';
import { Names } from './storage/names.js';
import { Sessions } from './storage/sessions.js';
import { UserSearch } from './storage/user-search.js';
import { AccountsService } from './use-cases/accounts.service.js';
import { BlocksService } from './use-cases/blocks.service.js';
import { ImageQuota } from './use-cases/image-quota.js';
import { InstanceProfile } from './use-cases/instance-profile.js';
import { InstanceService } from './use-cases/instance.service.js';
import { LoginlessAccounts } from './use-cases/loginless-accounts.js';
import { ParticipantLocks } from './use-cases/participant-locks.js';
import { ReservedNames } from './use-cases/reserved-names.js';
import { SanctionUser } from './use-cases/sanction-user.js';
import { SearchUsers } from './use-cases/search-users.js';
import { SensitiveContentPreferences } from './use-cases/sensitive-content-preferences.js';
import { SessionsService } from './use-cases/sessions.service.js';
import { ListUserStandings } from './use-cases/user-standings.js';
import { Users } from './use-cases/users.js';
import { AccountAdminDirectory } from './api/account-admin-directory.js';
import { AccountEventPublisher } from './api/account-event-publisher.js';
import { AccountExporter } from './api/account-exporter.js';
import { AccountsController } from './api/accounts.controller.js';
import { AvatarController } from './api/avatar.controller.js';
import { Avatars } from './api/avatars.js';
import { CookieSessionReader } from './api/cookie-session-reader.js';
import { InstanceController } from './api/instance.controller.js';
import { MeGateway } from './api/me.gateway.js';
import { MyStateProviders } from './api/my-state-providers.js';
import { PersonalDataZip } from './api/personal-data-zip.js';
import { RoleChangePoller } from './api/role-change-poller.js';
import { SessionsController } from './api/sessions.controller.js';
import { UsersController } from './api/users.controller.js';

/** Global, because every request and every socket needs its user. */
@Global()
@Module({
  controllers: [AccountsController, SessionsController, AvatarController, UsersController, InstanceController],
  providers: [
    Accounts,
    Blocks,
    ClaimTokens,
    Names,
    Sessions,
    UserSearch,
    Acquaintances,
    NameRules,
    PersonalDataExporters,
    RoleChangeRecorder,
    RoomViewersRegistry,
    AccountsService,
    BlocksService,
    ImageQuota,
    InstanceProfile,
    InstanceService,
    InstanceSettings,
    ListUserStandings,
    LoginlessAccounts,
    NewAccounts,
    ParticipantLocks,
    ReservedNames,
    SanctionUser,
    SearchUsers,
    SensitiveContentPreferences,
    SessionsService,
    Users,
    AccountEventPublisher,
    AccountExporter,
    Avatars,
    MeGateway,
    MyStateProviders,
    PersonalDataZip,
    RoleChangePoller,
    { provide: AdminDirectory, useClass: AccountAdminDirectory },
    LoginRateLimits,
    Passwords,
    { provide: SessionReader, useClass: CookieSessionReader },
  ],
  exports: [
    SessionReader,
    Acquaintances,
    AdminDirectory,
    Blocks,
    ImageQuota,
    ListUserStandings,
    LoginlessAccounts,
    MyStateProviders,
    NameRules,
    NewAccounts,
    ParticipantLocks,
    PersonalDataExporters,
    RoleChangeRecorder,
    RoomViewersRegistry,
    SanctionUser,
    SearchUsers,
    SensitiveContentPreferences,
    Users,
  ],
})
export class AccountsModule {}
