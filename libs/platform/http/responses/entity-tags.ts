/**
 * Weak comparison, RFC 9110 §13.1.2. Unlike Express' `fresh`, ignores the `no-cache` that `fetch` sends with the tag.
 */
export const matchesEntityTag = (known: string | undefined, tag: string): boolean => {
  const opaqueTag = (one: string): string => one.trim().replace(/^W\//u, '');
  return known?.trim() === '*' || (known?.split(',').some((one) => opaqueTag(one) === opaqueTag(tag)) ?? false);
};
