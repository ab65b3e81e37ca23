/** Lists of models: whatever one is published, changed or taken away. */
export const HUB = 'hub';
/** What is shown of one model. */
export const hubSubject = (modelId: string): string => `hub:${modelId}`;
