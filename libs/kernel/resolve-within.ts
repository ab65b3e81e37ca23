/** Whole folders may have to be read or compared the first time; a page does not wait for them. */
const PATIENCE_MS = 1_500;

/** @returns `late` where the answer takes too long; it is there the next time */
export const resolveWithin = async <T, L>(answer: Promise<T>, late: L): Promise<T | L> => {
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Promise<L>((resolve) => (timer = setTimeout(() => resolve(late), PATIENCE_MS)));
  const first = await Promise.race([answer, waiting]);
  clearTimeout(timer);
  return first;
};
