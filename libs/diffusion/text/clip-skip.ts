/** The output of a layer with the final norm, counted from the end; 1 is the last. Only graphs of checkpoints have it. */
export const clipSkipOutput = (clipSkip: number): string => `last_hidden_state.skip.${clipSkip}`;
