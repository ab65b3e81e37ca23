/** Names of the shared Yjs types in a document. The client uses the same. */
export const ROOT_TYPES = { prompt: 'prompt', negative: 'negative', settings: 'settings' } as const;

/** The content of the settings type. */
export type SharedSettings = Readonly<Record<string, string | number>>;

const ROOT_NAMES: ReadonlySet<string> = new Set(Object.values(ROOT_TYPES));
export const isRootName = (name: string): boolean => ROOT_NAMES.has(name);
