/** Tags lists of models. Invalidated when any model is published, changed, or removed. */
export const HUB_CACHE_TAG = 'hub';

export const modelCacheTag = (modelId: string): string => `hub:${modelId}`;
