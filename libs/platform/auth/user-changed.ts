import type { Identity } from './session-reader.js';

/** Bus topic: a user changed their name or avatar, or was deleted and has an empty name. */
export const USER_CHANGED_TOPIC = 'user.changed';

export interface UserChangedMessage {
  readonly user: Identity['user'];
}
