const KEPT_AS = 'visionary.trial-rooms';

interface Kept {
  readonly personId: string;
  /** By model: the room it was tried in. */
  readonly rooms: Readonly<Record<string, string>>;
}

function read(personId: string): Kept['rooms'] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') as Kept | null;
    return kept?.personId === personId ? kept.rooms : {};
  } catch {
    return {};
  }
}

/** The room this person tried a model in on this browser: trying it again is no reason for another one. */
export const trialRoomOf = (personId: string, modelId: string): string | undefined => read(personId)[modelId];

export function noteTrialRoom(personId: string, modelId: string, roomId: string): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ personId, rooms: { ...read(personId), [modelId]: roomId } }));
  } catch {
    // A browser without room for it opens a new one each time.
  }
}
