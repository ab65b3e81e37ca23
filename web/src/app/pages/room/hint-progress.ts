/** The hint of the first visit that a user saw last on this browser, so that a reload continues there. */
const KEY = 'visionary.room-hint';

interface Progress {
  readonly userId: string;
  readonly hint: string;
}

/** @returns null without a hint, or if another user was signed in */
export function storedHint(of: string): string | null {
  try {
    const { userId, hint } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Progress>;
    return userId === of && hint !== undefined ? hint : null;
  } catch {
    return null;
  }
}

export function storeHint(userId: string, hint: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ userId, hint } satisfies Progress));
  } catch {
    // Without storage the hints start over.
  }
}

export function clearStoredHint(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There is nothing to remove.
  }
}
