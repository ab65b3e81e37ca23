import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** Who made a model or a LoRA. Mapping for migrations; the repositories speak plain rows. */
const credit = defineEntity({
  name: 'ModelCredit',
  tableName: 'model_credit',
  properties: {
    /** model or lora. */
    kind: p.string().length(5).primary(),
    hash: p.character().length(64).primary(),
    /** Of its folder, or its file without the ending. */
    name: p.string().length(100),
    userId: p.character().length(36),
    at: p.bigint('number'),
  },
  indexes: [
    { name: 'model_credit_of_name', properties: ['name'] },
    { name: 'model_credit_of_user', properties: ['userId', 'at'] },
  ],
});

/** Who made what. */
export const creditEntities: EntitySchema[] = [credit];
