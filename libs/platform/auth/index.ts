export { Admins } from './admins.js';
export { AuthModule } from './auth.module.js';
export { MaybeSignedIn, SignedIn } from './decorators.js';
export type { IdentifiedRequest } from './identify.guard.js';
export { Origins } from './origins.js';
export { PERSON_CHANGED_TOPIC, type PersonChangedNews } from './person-changed.js';
export { SessionCookie } from './session-cookie.js';
export { SESSION_ENDED_TOPIC, type SessionEndedNews } from './session-ended.js';
export { type Identity, type RequestOrigin, SessionReader } from './session-reader.js';
