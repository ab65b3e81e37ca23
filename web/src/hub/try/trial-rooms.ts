import type { RoomCard } from '@visionary/contract';

export interface TrialRoomOptions {
  readonly userId: string;
  readonly modelId: string;
  /** Of the trial room of this model. */
  readonly name: string;
  /** Ids of trial rooms of this browser by model id, the last one last. */
  readonly stored: Readonly<Record<string, string>>;
  /** Rooms that the user is a member of. */
  readonly mine: readonly RoomCard[];
}

const isOpen = ({ room }: RoomCard): boolean => room.archivedAt === undefined;

/** The room in which this user last tried the model, also on another browser. Left, deleted, or archived rooms are not reused. */
export function trialRoomOf({ userId, modelId, name, stored, mine }: TrialRoomOptions): string | undefined {
  const open = mine.filter(isOpen).map(({ room }) => room);
  const before = open.find(({ id }) => id === stored[modelId]);
  const byName = open.find((room) => room.name === name && room.visibility === 'private' && room.owner.id === userId);
  return (before ?? byName)?.id;
}

/** The room in which this user last tried any model. */
export function lastTrialRoomOf({ stored, mine }: TrialRoomOptions): string | undefined {
  const open = new Set(mine.filter(isOpen).map(({ room }) => room.id));
  return Object.values(stored).findLast((id) => open.has(id));
}
