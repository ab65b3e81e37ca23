/** Which of a model's words are written for what: names, what is said beside it, and what goes into prompts. */
export const WORDS_OF_MODEL = {
  names: ['name'],
  titles: ['about', 'licenceWords', 'tags', 'label', 'notes', 'baseName'],
  prompts: ['triggerWords'],
} as const;
export const WORDS_OF_CHANGES = { titles: ['about', 'licenceWords', 'tags'] } as const;
export const WORDS_OF_VERSION = { titles: ['notes', 'baseName'], prompts: ['triggerWords'] } as const;
