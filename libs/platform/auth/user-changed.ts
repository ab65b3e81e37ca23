import type { Identity } from './session-reader.js';

/** Bus topic: somebody shows another name or image from now on, or is gone; then the name is empty. */
export const USER_CHANGED_TOPIC = 'user.changed';

export interface UserChangedMessage {
  readonly user: Identity['user'];
}
