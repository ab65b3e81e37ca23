import type { RoomEvent } from '@visionary/contract';

/** What a slice can read from the open room. */
export interface RoomConnection {
  readonly roomId: string;
  /** Passes events from acknowledgements to the room log, as if they were broadcast. */
  receive(event: RoomEvent): void;
  /** The seq up to which the room log is applied. */
  seq(): number;
}
