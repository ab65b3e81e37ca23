export { AccountsModule } from './accounts.module.js';
export { AccountDeleted } from './domain/account.js';
export { NameRules } from './domain/name-rules.js';
export {
  jsonFile,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from './domain/personal-data-exporters.js';
export { type RoomViewers, RoomViewersRegistry } from './domain/room-viewers.js';
export { BlocksChanged, OwnStateChanged, type User, userCacheTag, UserSanctioned } from './domain/user.js';
export { Accounts } from './storage/accounts.js';
export { Blocks } from './storage/blocks.js';
export { accountsBlobs, accountsEntities } from './storage/entities.js';
export { InstanceService } from './use-cases/instance.service.js';
export { LoginlessAccounts } from './use-cases/loginless-accounts.js';
export { nameKeys } from './use-cases/name-keys.js';
export { ParticipantLocks, type LockedParticipants } from './use-cases/participant-locks.js';
export { SanctionUser } from './use-cases/sanction-user.js';
export { SearchUsers } from './use-cases/search-users.js';
export { SensitiveContentPreferences } from './use-cases/sensitive-content-preferences.js';
export { type RoleChange, setRoleByUsername } from './use-cases/set-role-by-username.js';
export { ListUserStandings, type UserStanding } from './use-cases/user-standings.js';
export { Users } from './use-cases/users.js';
export { type MyStateData, type MyStateProvider, MyStateProviders } from './api/my-state-providers.js';
