/** What only this user's lobby shows: private rooms. */
export const lobbyOf = (userId: string): string => `lobby:${userId}`;
