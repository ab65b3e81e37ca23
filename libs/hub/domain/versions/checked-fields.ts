/** Which of a model's words are written for what: names, what is said beside it, and what goes into prompts. */
export const CHECKED_MODEL_FIELDS = {
  names: ['name'],
  titles: ['description', 'licenseText', 'tags', 'label', 'notes', 'baseModelName'],
  prompts: ['triggerWords'],
} as const;
export const CHECKED_CHANGE_FIELDS = { titles: ['description', 'licenseText', 'tags'] } as const;
export const CHECKED_VERSION_FIELDS = { titles: ['notes', 'baseModelName'], prompts: ['triggerWords'] } as const;
