export { AdminDirectory } from './admin-directory.js';
export { AuthModule } from './auth.module.js';
export { OptionalUser, CurrentUser } from './decorators.js';
export type { IdentifiedRequest } from './identify.guard.js';
export { AllowedOrigins } from './allowed-origins.js';
export { USER_CHANGED_TOPIC, type UserChangedMessage } from './user-changed.js';
export {
  banRejection,
  muteRejection,
  USER_SANCTIONED_TOPIC,
  type UserSanctionedMessage,
  type Sanctions,
} from './sanctions.js';
export { SessionCookie } from './session-cookie.js';
export { SESSION_ENDED_TOPIC, type SessionEndedMessage } from './session-ended.js';
export { type Identity, type RequestOrigin, canSeeOnlyEveryone, SessionReader } from './session-reader.js';
