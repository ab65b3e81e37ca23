/** So many of the hub's are told to every page, the newest; the others are looked for, or asked for by their ids. */
const OF_THE_HUB = 50;

/** All of the folder, and of the hub what was published last. */
export const initialModelList = <T extends { readonly hub?: unknown }>(all: readonly T[]): T[] => {
  let left = OF_THE_HUB;
  return all.filter(({ hub }) => hub === undefined || left-- > 0);
};
