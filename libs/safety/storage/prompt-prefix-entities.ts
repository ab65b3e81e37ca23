import { defineEntity, p } from '@mikro-orm/core';
import type { PromptPrefixScope } from '@visionary/contract';

/** What is added to prompts. Mapping for migrations; the repository speaks plain rows. */
const promptPrefix = defineEntity({
  name: 'PromptPrefix',
  tableName: 'prompt_prefix',
  properties: {
    scope: p.string().length(10).$type<PromptPrefixScope>().primary(),
    /** Of the model or the room; empty for the instance. */
    subjectId: p.string().length(100).primary(),
    prefix: p.text(),
    negativeSuffix: p.text(),
    isEnabled: p.boolean(),
    actorId: p.character().length(36),
    at: p.bigint('number'),
  },
});

export const promptPrefixEntities = [promptPrefix] as const;
