import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** Credits of models and LoRAs. */
const credit = defineEntity({
  name: 'ModelCredit',
  tableName: 'model_credit',
  properties: {
    /** `model` or `lora`. */
    kind: p.string().length(5).primary(),
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

export const creditEntities: EntitySchema[] = [credit];
