/** A name as a part of addresses and infotexts: letters of any script stay, spaces do not. Two names with one of these are one. */
export const slugOf = (name: string): string => name.trim().replace(/\s+/gu, '-');

/** What settings and infotexts call a version. */
export const versionRefOf = (name: string, label: string): string => `${slugOf(name)}@${label}`;
