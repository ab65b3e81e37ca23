import { z } from 'zod';

/**
 * The least permission a command requires. On the instance: none (`nothing`), signed in (`self`), `moderator`, or
 * `admin`. In the room of the payload: read it (`read`), signed-in viewer (`react`), editor (`write`), or owner
 * (`manage`). Muted users, and everyone in an archived room, can only read and leave, but owners can still manage.
 */
export type RequiredPermission = 'nothing' | 'self' | 'moderator' | 'admin' | RoomPermission;
export type RoomPermission = 'read' | 'react' | 'write' | 'manage';

/** Exceptions from the rules of RequiredPermission. */
export interface PermissionExceptions {
  /** Also allowed while the user is muted, in the room or everywhere, and in an archived room. */
  readonly allowedWhenMuted?: true;
  /** Also allowed for moderators and admins of the instance in a public room, whatever their role in it. */
  readonly allowsModerators?: true;
  /** Rejected in direct rooms, like everything that requires `manage`. */
  readonly notInDirectRooms?: true;
  /** Also allowed in a direct room whose first messages wait for acceptance. */
  readonly allowedInRequests?: true;
}

export const command = <K extends RequiredPermission, P extends z.ZodType, R extends z.ZodType>(
  requiredPermission: K,
  payload: P,
  reply: R,
  about: string,
  permissionExceptions: PermissionExceptions = {},
) => ({ permission: requiredPermission, payload, reply, about, exceptions: permissionExceptions });
/** Reply of a command that returns nothing. */
export const EmptyReply = z.strictObject({});
