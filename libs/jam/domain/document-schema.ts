/** Names of the shared types in a room's document; the page has the same. */
export const ROOT_TYPES = { prompt: 'prompt', negative: 'negative', settings: 'settings' } as const;

/** Everything beside the words that the document holds. */
export type SharedSettings = Readonly<Record<string, string | number>>;

const ROOT_NAMES: ReadonlySet<string> = new Set(Object.values(ROOT_TYPES));
export const isRootName = (name: string): boolean => ROOT_NAMES.has(name);
