import type { RoomEvent } from '@visionary/contract';

/** Which command of whom: (author, clientId) names it, wherever and however often it is asked. */
export interface CommandKey {
  readonly userId: string;
  readonly roomId: string;
  readonly clientId: string;
}

/** What a command has become already. The rooms slice binds it to their logs. */
export abstract class CommandResults {
  /** @returns null where this user's command has become nothing in this room */
  abstract of(commandKey: CommandKey): Promise<RoomEvent | null>;
}
