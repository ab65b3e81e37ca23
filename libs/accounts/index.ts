export { AccountsModule } from './accounts.module.js';
export { AccountDeleted } from './domain/account-deleted.js';
export { Blocks, BlocksChanged } from './domain/blocks.js';
export { type RoomViewers, RoomViewersRegistry } from './domain/user-search.js';
export {
  NotificationOptOuts,
  type NotificationCategory,
  type NotificationCursor,
  NotificationsRead,
  UsersNotified,
} from './domain/notifications.js';
export {
  jsonFile,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from './domain/personal-data-exporters.js';
export { NameRules } from './domain/name-rules.js';
export type { User } from './domain/user.js';
export { isActive, UserSanctioned, type Sanctions } from './domain/sanctions.js';
export { userCacheTag } from './domain/subjects.js';
export { accountsBlobs, accountsEntities } from './storage/entities.js';
export { SqlAccounts } from './storage/sql-accounts.js';
export { SetRoleByUsername } from './use-cases/appoint.js';
export { ParticipantLocks, type LockedParticipants } from './use-cases/participant-locks.js';
export { LoginlessAccounts } from './use-cases/loginless-accounts.js';
export { SearchUsers } from './use-cases/search-users.js';
export { ListUserStandings, type UserStanding } from './use-cases/list-user-standings.js';
export { nameKeys } from './use-cases/name-keys.js';
export { IssueAdminClaim } from './use-cases/issue-admin-claim.js';
export { Users } from './use-cases/users.js';
export { SanctionUser } from './use-cases/sanction-user.js';
export { SensitiveContentPreferences } from './use-cases/sensitive-content-preferences.js';
export { type MyStateData, type MyStateProvider, MyStateProviders } from './api/my-state-providers.js';
export { type NotificationSource, NotificationSources } from './api/notification-sources.js';
