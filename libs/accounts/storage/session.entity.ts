import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { AccountRow } from './account.entity.js';

export const SessionRow = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.character().length(36).primary(),
    tokenHash: p.character().length(64).unique(),
    account: () => p.manyToOne(AccountRow).deleteRule('cascade'),
    createdAt: p.bigint('number'),
    lastSeenAt: p.bigint('number').defaultRaw('0'),
    userAgent: p.string().length(400).default(''),
    address: p.string().length(64).default(''),
    expiresAt: p.bigint('number').index(),
  },
});
export type SessionRow = InferEntity<typeof SessionRow>;
