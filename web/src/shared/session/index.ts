export { isCoveredFor } from './covered.js';
export { useSession } from './session.store.js';
