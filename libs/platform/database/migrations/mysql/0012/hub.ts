/** What the model hub gained. */
export const HUB: readonly string[] = [];
