/** Stands for the packaged classifier in a list of classifiers. */
export const BUILT_IN = 'built-in';
