/** Weak comparison, RFC 9110 §13.1.2. Not Express's `fresh`, which heeds the `no-cache` that `fetch` sends beside the tag. */
export const matchesEntityTag = (known: string | undefined, tag: string): boolean => {
  const bare = (one: string): string => one.trim().replace(/^W\//u, '');
  return known?.trim() === '*' || (known?.split(',').some((one) => bare(one) === bare(tag)) ?? false);
};
