import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** What is added to prompts. Mapping for migrations; the repository speaks plain rows. */
const promptStyle = defineEntity({
  name: 'PromptStyle',
  tableName: 'prompt_style',
  properties: {
    scope: p.string().length(10).primary(),
    /** Of the model or the room; empty for the instance. */
    subjectId: p.string().length(100).primary(),
    prefix: p.text(),
    suffix: p.text(),
    isOn: p.boolean(),
    byId: p.character().length(36),
    at: p.bigint('number'),
  },
});

export const promptPrefixEntities: readonly EntitySchema[] = [promptStyle];
