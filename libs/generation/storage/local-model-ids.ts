const ID_AT_MOST = 100;

/** Versions of the hub are called by a name, an @ and a label: by its @ alone everybody tells one from what lies in a folder. */
export const isHubRef = (id: string): boolean => id.includes('@');

/** What is hidden is what systems leave beside the files they copy. Longer names cannot be asked for. */
export const isLocalId = (id: string): boolean => id.length > 0 && id.length <= ID_AT_MOST && !id.startsWith('.');

export const isExcludedName = (what: string): string =>
  `${what} is left out: names with an @ are those of versions in the hub. Give it another.`;
