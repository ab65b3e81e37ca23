export { shouldBlur } from './content-visibility.js';
export { useSessionStore } from './session-store.js';
