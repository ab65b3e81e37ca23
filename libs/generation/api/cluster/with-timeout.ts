/** Waits for `work`, but at most `ms`. Ignores its failure. */
export const withTimeout = async (ms: number, work: Promise<unknown>): Promise<void> => {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    deadline = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(deadline);
};
