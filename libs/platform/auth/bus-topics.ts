import type { Sanctions } from '@visionary/kernel';
import type { Identity } from './session-reader.js';

/** Bus topic: a session ended. Every node disconnects its sockets. */
export const SESSION_ENDED_TOPIC = 'session.ended';

export interface SessionEndedMessage {
  readonly sessionId: string;
}

/** Bus topic: a user changed their name or avatar, or was deleted and has an empty name. */
export const USER_CHANGED_TOPIC = 'user.changed';

export interface UserChangedMessage {
  readonly user: Identity['user'];
}

/** Bus topic: the mute or ban of a user changed. */
export const USER_SANCTIONED_TOPIC = 'user.sanctioned';

export interface UserSanctionedMessage {
  readonly userId: string;
  readonly sanctions: Sanctions;
}
