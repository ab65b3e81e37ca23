/** A page doesn't wait longer for slow work, such as reading or comparing whole folders for the first time. */
const TIMEOUT_MS = 1_500;

/** @returns the value of the promise, or `fallback` after 1.5 s. The promise continues, so a later call can be faster. */
export const resolveWithin = async <T, F>(promise: Promise<T>, fallback: F): Promise<T | F> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<F>((resolve) => (timer = setTimeout(() => resolve(fallback), TIMEOUT_MS)));
  const result = await Promise.race([promise, timeout]);
  clearTimeout(timer);
  return result;
};
