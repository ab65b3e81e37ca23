import type { RoomEvent } from '@visionary/contract';

/** Which command of whom: (author, clientId) names it, wherever and however often it is asked. */
export interface Asked {
  readonly personId: string;
  readonly roomId: string;
  readonly clientId: string;
}

/** What a command has become already. The rooms slice binds it to their logs. */
export abstract class FirstResults {
  /** @returns null where this person's command has become nothing in this room */
  abstract of(asked: Asked): Promise<RoomEvent | null>;
}
