const STORAGE_KEY = 'visionary.trial-rooms';

interface TrialRoom {
  readonly userId: string;
  /** By model: the room it was tried in. */
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

/** The room this user tried a model in on this browser: trying it again is no reason for another one. */
export const trialRoomOf = (userId: string, modelId: string): string | undefined => read(userId)[modelId];

export function saveTrialRoom(userId: string, modelId: string, roomId: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ userId, rooms: { ...read(userId), [modelId]: roomId } }));
  } catch {
    // A browser without room for it opens a new one each time.
  }
}
