/** Lists of models: whatever one is published, changed or taken away. */
export const HUB_CACHE_TAG = 'hub';
/** What is shown of one model. */
export const modelCacheTag = (modelId: string): string => `hub:${modelId}`;
