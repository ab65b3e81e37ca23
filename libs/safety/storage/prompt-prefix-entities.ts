import { defineEntity, p } from '@mikro-orm/core';
import type { PromptPrefixScope } from '@visionary/contract';

/** Texts that are added to prompts. */
const promptPrefix = defineEntity({
  name: 'PromptPrefix',
  tableName: 'prompt_prefix',
  properties: {
    scope: p.string().length(10).$type<PromptPrefixScope>().primary(),
    /** The model or room; empty for the instance. */
    subjectId: p.string().length(100).primary(),
    prefix: p.text(),
    negativeSuffix: p.text(),
    isEnabled: p.boolean(),
    actorId: p.character().length(36),
    at: p.bigint('number'),
  },
});

export const promptPrefixEntities = [promptPrefix] as const;
