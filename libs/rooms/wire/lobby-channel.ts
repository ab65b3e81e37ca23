/** What only this person's lobby shows: private rooms. */
export const lobbyOf = (personId: string): string => `lobby:${personId}`;
