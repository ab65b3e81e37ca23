import type { RoomEvent } from '@visionary/contract';

/** What a slice knows of the room that is open. */
export interface RoomConnection {
  readonly roomId: string;
  /** Passes events from acknowledgements to the room log, as if they were broadcast. */
  receive(event: RoomEvent): void;
  /** How far that log has been applied here. */
  seq(): number;
}
