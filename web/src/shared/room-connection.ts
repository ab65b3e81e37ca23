import type { RoomEvent } from '@visionary/contract';

/** What a slice knows of the room that is open. */
export interface RoomConnection {
  readonly roomId: string;
  /** Where an event goes that came as an answer: into the room's log, like those that are broadcast. */
  receive(event: RoomEvent): void;
  /** How far that log has been applied here. */
  seq(): number;
}
