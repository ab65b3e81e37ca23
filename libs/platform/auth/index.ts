export { AuthModule } from './auth.module.js';
export { MaybeSignedIn, SignedIn } from './decorators.js';
export { Origins } from './origins.js';
export { SessionCookie } from './session-cookie.js';
export { SESSION_ENDED_TOPIC, type SessionEndedNews } from './session-ended.js';
export { type Identity, SessionReader } from './session-reader.js';
