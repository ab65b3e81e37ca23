import type { Role, RoomView } from '@visionary/contract';

/** Why a user can only read. */
export type ReadOnlyReason = 'visitor' | 'outsider' | 'viewer' | 'muted' | 'archived' | 'unreachable' | 'request';

export interface RoomPermissions {
  /** Add reactions. */
  readonly mayReact: boolean;
  /** Write messages, edit the prompt, render. */
  readonly mayWrite: boolean;
  /** Send messages, also as a stranger whose messages wait for acceptance. */
  readonly maySend: boolean;
  readonly mayManage: boolean;
  /** Null if the user can write. */
  readonly readOnlyReason: ReadOnlyReason | null;
}

interface Facts {
  readonly signedIn: boolean;
  readonly role: Role;
  /** Looks in without being a member. */
  readonly isOutsider: boolean;
  readonly room: Pick<RoomView, 'archivedAt'> | null;
  readonly isMuted: boolean;
  /** The other user of a direct room is blocked or deleted. */
  readonly isUnreachable: boolean;
  /** Of a direct room whose first messages wait for acceptance: whether they are mine. Null for other rooms. */
  readonly request: 'mine' | 'theirs' | null;
}

/** A user's permissions in a room, by the server's rules. */
export function roomPermissions(facts: Facts): RoomPermissions {
  const { signedIn, role } = facts;
  const readOnlyReason = findReadOnlyReason(facts);
  return {
    mayReact: readOnlyReason === null || readOnlyReason === 'viewer' || readOnlyReason === 'outsider',
    mayWrite: readOnlyReason === null,
    maySend: readOnlyReason === null || (readOnlyReason === 'request' && facts.request === 'mine'),
    // Owners manage archived rooms, too, because they can unarchive them.
    mayManage: signedIn && role === 'owner',
    readOnlyReason,
  };
}

function findReadOnlyReason(facts: Facts): ReadOnlyReason | null {
  const { signedIn, role, room, isOutsider, isMuted, isUnreachable, request } = facts;
  if (!signedIn) return 'visitor';
  if (room?.archivedAt !== undefined) return 'archived';
  if (isMuted) return 'muted';
  if (isUnreachable) return 'unreachable';
  if (request !== null) return 'request';
  if (isOutsider) return 'outsider';
  return role === 'viewer' ? 'viewer' : null;
}
