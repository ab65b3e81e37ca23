import { defineEntity, p } from '@mikro-orm/core';
import type { UsableKind } from '@visionary/contract';

/** Credits of models and additions. */
const credit = defineEntity({
  name: 'ModelCredit',
  tableName: 'model_credit',
  properties: {
    kind: p.string().length(10).$type<UsableKind>().primary(),
    hash: p.character().length(64).primary(),
    /** Name of the folder, or of the file without its extension. */
    name: p.string().length(100),
    userId: p.character().length(36),
    at: p.bigint('number'),
  },
  indexes: [
    { name: 'model_credit_of_name', properties: ['name'] },
    { name: 'model_credit_of_user', properties: ['userId', 'at'] },
  ],
});

export const creditEntities = [credit] as const;
