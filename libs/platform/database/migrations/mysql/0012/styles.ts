/** House style: prefixes and suffixes of prompts. */
export const STYLES: readonly string[] = [];
