import { z } from 'zod';

/**
 * Least right a command needs. Of the instance: nothing, to be signed in (`self`), to moderate it (`moderator`), to look after it (`admin`).
 * Of the room that the payload names: to read it, to be a viewer of it who is signed in (`react`), an editor (`write`), an
 * owner (`manage`). Whoever is muted, and everybody in an archived room, may only read and leave; owners still manage.
 */
export type RequiredPermission = 'nothing' | 'self' | 'moderator' | 'admin' | RoomPermission;
export type RoomPermission = 'read' | 'react' | 'write' | 'manage';

/** What differs from that, where something does. */
export interface PermissionExceptions {
  /** Also for whoever is muted, in the room or on the whole instance, and in an archived room: what one owes oneself. */
  readonly allowedWhenMuted?: true;
  /** Moderators and admins of the instance may, too, where the room is public, whatever they are in it. */
  readonly allowsModerators?: true;
  /** Makes no sense where two users talk alone. Whatever needs `manage` does not either. */
  readonly notInDirectRooms?: true;
}

export const command = <P extends z.ZodType, R extends z.ZodType>(
  requiredPermission: RequiredPermission,
  payload: P,
  reply: R,
  about: string,
  permissionExceptions: PermissionExceptions = {},
) => ({ permission: requiredPermission, payload, reply, about, exceptions: permissionExceptions });
/** Nothing more is to be said. */
export const EmptyReply = z.strictObject({});
