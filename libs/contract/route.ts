import type { z } from 'zod';
import type { Exceptions, RoomNeeds } from './command.js';

/** What of the room in its path a route asks for, and what differs; over the socket the commands say it. */
export interface RouteRule {
  readonly needs: RoomNeeds;
  readonly exceptions?: Exceptions;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly reply?: z.ZodType;
  readonly status: number;
  readonly room?: RouteRule;
  /**
   * What changes something is closed to whoever is muted on the whole instance, and everything to whoever is banned. `muted`
   * stays open to the one: what one owes oneself; `banned` to both.
   */
  readonly opens?: 'muted' | 'banned';
}
