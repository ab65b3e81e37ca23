/** Names of the shared types in a room's document; the page has the same. */
export const PARTS = { prompt: 'prompt', negative: 'negative', settings: 'settings' } as const;

/** Everything beside the words that the document holds. */
export type SharedSettings = Readonly<Record<string, string | number>>;

const ROOTS: ReadonlySet<string> = new Set(Object.values(PARTS));
export const isPart = (name: string): boolean => ROOTS.has(name);
