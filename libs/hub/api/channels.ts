/** The sockets that have a model open. */
export const hubChannel = (modelId: string): string => `hub:${modelId}`;
