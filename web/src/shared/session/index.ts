export { useSession } from './session.store.js';
