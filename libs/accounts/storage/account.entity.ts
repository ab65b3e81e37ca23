import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { AccountRole, InstanceView, Language, SensitiveContentMode, Theme } from '@visionary/contract';

export const AccountRow = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.character().length(36).primary(),
    username: p.string().length(32),
    /** The name that others see; null: the username. */
    displayName: p.string().length(32).nullable(),
    foldedName: p.string().length(255).unique(),
    confusableName: p.string().length(255).unique(),
    passwordHash: p.string().length(255),
    language: p.string().length(8).$type<Language>(),
    theme: p.string().length(8).$type<Theme>(),
    /** How images with a content rating above everyone are shown. */
    sensitiveContentMode: p.string().length(4).$type<SensitiveContentMode>().default('blur'),
    /** SHA-256 of the avatar in the blob store. */
    avatar: p.string().length(64).nullable(),
    role: p.string().length(10).$type<AccountRole>().default('member'),
    bio: p.string().length(200).default(''),
    /** Whether the hints of a first visit were closed. Accounts of earlier versions need none. */
    hasSeenHints: p.boolean().default(true),
    createdAt: p.bigint('number'),
    mutedUntil: p.bigint('number').nullable(),
    bannedUntil: p.bigint('number').nullable(),
  },
  indexes: [
    { name: 'account_of_avatar', properties: ['avatar'] },
    { name: 'account_muted', properties: ['mutedUntil'] },
    { name: 'account_banned', properties: ['bannedUntil'] },
  ],
});
export type AccountRow = InferEntity<typeof AccountRow>;

/**
 * Keys of all names in use, for signing in or shown. Each name has two rows: `f:` with its folded key and `l:` with its
 * confusable key. Names of one user can share rows. The primary key rejects confusable names.
 */
export const NameClaimRow = defineEntity({
  name: 'ReservedName',
  tableName: 'reserved_name',
  properties: {
    nameKey: p.string().length(257).primary(),
    accountId: p.character().length(36).index(),
    /** Whether the key belongs to the shown name, which user search matches. */
    isDisplayName: p.boolean(),
  },
});

/** Who blocked whom. */
export const BlockRow = defineEntity({
  name: 'Block',
  tableName: 'block',
  properties: {
    userId: p.character().length(36).primary(),
    blockedId: p.character().length(36).primary(),
    at: p.bigint('number'),
  },
  indexes: [{ name: 'block_blocked', properties: ['blockedId'] }],
});

/** Tokens that make their holder the first admin. */
export const ClaimTokenRow = defineEntity({
  name: 'AdminClaimToken',
  tableName: 'admin_claim_token',
  properties: { tokenHash: p.character().length(64).primary(), createdAt: p.bigint('number') },
});

/** What an admin set for the instance, by name. */
export const InstanceSettingRow = defineEntity({
  name: 'InstanceSetting',
  tableName: 'instance_setting',
  properties: { name: p.string().length(40).$type<keyof InstanceView>().primary(), value: p.string().length(255) },
});
