/** The room this user wrote in last, on this browser. */
export interface LastRoom {
  readonly id: string;
  readonly name: string;
}

const STORAGE_KEY = 'visionary.last-room';

export function saveLastRoom(userId: string, { id, name }: LastRoom): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ userId, id, name }));
  } catch {
    // Without storage, the room picker has no preselected room.
  }
}

/** @returns null without a room, or if another user was signed in */
export function lastRoomOf(userId: string): LastRoom | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const { userId: whose, id, name } = stored as Record<string, unknown>;
    return whose === userId && typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
  } catch {
    return null;
  }
}
