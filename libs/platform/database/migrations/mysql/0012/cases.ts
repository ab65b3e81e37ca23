/** Reports, cases, decisions, appeals and sanctions of the instance. */
export const CASES: readonly string[] = [];
