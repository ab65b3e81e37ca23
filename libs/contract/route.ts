import type { z } from 'zod';
import type { PermissionExceptions, RoomPermission } from './command.js';

/** The permission a route requires in the room of its path. Socket commands declare theirs in `command()`. */
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
   * Exempts a route from sanctions. By default a mute rejects routes that change something, and a ban rejects all.
   * `muted` exempts the route from mutes, `banned` from both.
   */
  readonly allowedWhen?: 'muted' | 'banned';
}
