export { AdminDirectory } from './admin-directory.js';
export { AuthModule } from './auth.module.js';
export { OptionalUser, CurrentUser } from './decorators.js';
export type { IdentifiedRequest } from './identify.guard.js';
export { AllowedOrigins } from './allowed-origins.js';
export * from './bus-topics.js';
export { SessionCookie } from './session-cookie.js';
export { type Identity, type RequestOrigin, canSeeOnlyEveryone, SessionReader } from './session-reader.js';
