/** For the program that lends this machine's renderer to an instance. */
export { startLender, type StartedLender } from './api/lent/lender/start-lender.js';
export { MAX_CARDS } from './domain/lending-protocol.js';
export type { LenderEvent } from './api/lent/lender/lender.js';
