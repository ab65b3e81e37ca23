import type { Role } from '@visionary/contract';

/** Who may do what in a room. The rooms slice binds it; everything that is said over a socket passes it. */
export abstract class RoomAccess {
  /** Answers from a short cache. @returns null where the room does not exist or must not be seen: the caller cannot tell which. */
  abstract roleOf(personId: string | null, roomId: string): Promise<Role | null>;
}
