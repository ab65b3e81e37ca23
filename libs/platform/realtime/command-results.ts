import type { RoomEvent } from '@visionary/contract';

/** Identifies a command for idempotency: the same user, room, and clientId always mean the same command. */
export interface CommandKey {
  readonly userId: string;
  readonly roomId: string;
  readonly clientId: string;
}

/** Results of earlier commands. The rooms slice binds it to the room logs. */
export abstract class CommandResults {
  /** @returns the logged event, or null if this command has no result in the room */
  abstract of(commandKey: CommandKey): Promise<RoomEvent | null>;
}
