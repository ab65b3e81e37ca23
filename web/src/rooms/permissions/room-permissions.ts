import type { Role, RoomView } from '@visionary/contract';

/** Why a user can only read. */
export type ReadOnlyReason = 'visitor' | 'viewer' | 'muted' | 'archived' | 'unreachable';

export interface RoomPermissions {
  /** Add reactions. */
  readonly mayReact: boolean;
  /** Write messages, edit the prompt, render. */
  readonly mayWrite: boolean;
  readonly mayManage: boolean;
  /** Null if the user can write. */
  readonly readOnlyReason: ReadOnlyReason | null;
}

interface Facts {
  readonly signedIn: boolean;
  readonly role: Role;
  readonly room: Pick<RoomView, 'archivedAt'> | null;
  readonly isMuted: boolean;
  /** The other user of a direct room is blocked or deleted. */
  readonly isUnreachable: boolean;
}

/** A user's permissions in a room, by the server's rules. */
export function roomPermissions(facts: Facts): RoomPermissions {
  const { signedIn, role } = facts;
  const readOnlyReason = findReadOnlyReason(facts);
  return {
    mayReact: readOnlyReason === null || readOnlyReason === 'viewer',
    mayWrite: readOnlyReason === null,
    // Owners manage archived rooms, too, because they can unarchive them.
    mayManage: signedIn && role === 'owner',
    readOnlyReason,
  };
}

function findReadOnlyReason({ signedIn, role, room, isMuted, isUnreachable }: Facts): ReadOnlyReason | null {
  if (!signedIn) return 'visitor';
  if (room?.archivedAt !== undefined) return 'archived';
  if (isMuted) return 'muted';
  if (isUnreachable) return 'unreachable';
  return role === 'viewer' ? 'viewer' : null;
}
