import { defineEntity, p } from '@mikro-orm/core';
import type { LocalModelKind } from '../../domain/model-credits.js';

/** Credits of models and LoRAs. */
const credit = defineEntity({
  name: 'ModelCredit',
  tableName: 'model_credit',
  properties: {
    kind: p.string().length(5).$type<LocalModelKind>().primary(),
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
