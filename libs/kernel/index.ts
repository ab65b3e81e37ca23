export * from './clock.js';
export * from './domain-event.js';
export * from './ids.js';
export * from './rejection.js';
export * from './unit-of-work.js';
