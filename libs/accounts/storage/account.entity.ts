import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Language, Theme } from '../domain/account.js';

export const AccountRow = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.character().length(36).primary(),
    name: p.string().length(32),
    foldedName: p.string().length(255).unique(),
    looksName: p.string().length(255).unique(),
    passwordHash: p.string().length(255),
    language: p.string().length(8).$type<Language>(),
    theme: p.string().length(8).$type<Theme>(),
    createdAt: p.bigint('number'),
  },
});
export type AccountRow = InferEntity<typeof AccountRow>;
