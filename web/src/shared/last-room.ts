/** The room this person wrote in last, on this browser. */
export interface LastRoom {
  readonly id: string;
  readonly name: string;
}

const KEPT_AS = 'visionary.last-room';

export function noteLastRoom(personId: string, { id, name }: LastRoom): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ personId, id, name }));
  } catch {
    // A browser without room for it asks which one is meant.
  }
}

/** @returns null where there was none, or where somebody else was here */
export function lastRoomOf(personId: string): LastRoom | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const { personId: whose, id, name } = kept as Record<string, unknown>;
    return whose === personId && typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
  } catch {
    return null;
  }
}
