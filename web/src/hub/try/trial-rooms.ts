const STORAGE_KEY = 'visionary.trial-rooms';

interface TrialRoom {
  readonly userId: string;
  /** Room ids by model id. */
  readonly rooms: Readonly<Record<string, string>>;
}

function read(userId: string): TrialRoom['rooms'] {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null') as TrialRoom | null;
    return stored?.userId === userId ? stored.rooms : {};
  } catch {
    return {};
  }
}

/** The room in which this user last tried a model on this browser, for reuse. */
export const trialRoomOf = (userId: string, modelId: string): string | undefined => read(userId)[modelId];

export function saveTrialRoom(userId: string, modelId: string, roomId: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ userId, rooms: { ...read(userId), [modelId]: roomId } }));
  } catch {
    // Without storage, each trial opens a new room.
  }
}
