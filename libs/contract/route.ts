import type { z } from 'zod';
import type { PermissionExceptions, RoomPermission } from './command.js';

/** What of the room in its path a route asks for, and what differs; over the socket the commands say it. */
export interface RoomPermissionRule {
  readonly permission: RoomPermission;
  readonly exceptions?: PermissionExceptions;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly reply?: z.ZodType;
  readonly status: number;
  readonly room?: RoomPermissionRule;
  /**
   * What changes something is closed to whoever is muted on the whole instance, and everything to whoever is banned. `muted`
   * stays open to the one: what one owes oneself; `banned` to both.
   */
  readonly allowedWhen?: 'muted' | 'banned';
}
