/** Pages that have opened a model. */
export const hubChannel = (modelId: string): string => `hub:${modelId}`;
