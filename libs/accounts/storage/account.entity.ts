import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { AccountRole, Language, SensitiveContentMode, Theme } from '@visionary/contract';

export const AccountRow = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.character().length(36).primary(),
    username: p.string().length(32),
    /** What others see; null: the name itself. */
    displayName: p.string().length(32).nullable(),
    foldedName: p.string().length(255).unique(),
    confusableName: p.string().length(255).unique(),
    passwordHash: p.string().length(255),
    language: p.string().length(8).$type<Language>(),
    theme: p.string().length(8).$type<Theme>(),
    /** What becomes of images that are not for everybody. */
    sensitiveContentMode: p.string().length(4).$type<SensitiveContentMode>().default('blur'),
    /** SHA-256 of the image's file in the blob store. */
    avatar: p.string().length(64).nullable(),
    role: p.string().length(10).$type<AccountRole>().default('member'),
    /** A few words about them. */
    bio: p.string().length(200).default(''),
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
 * What every name in use, to sign in with or to show, is compared by: no two look alike, whoever comes first. A name has
 * two rows, `f:` and its folded form, `l:` and its looks; the names of one user may share theirs.
 */
export const NameClaimRow = defineEntity({
  name: 'ReservedName',
  tableName: 'reserved_name',
  properties: {
    nameKey: p.string().length(257).primary(),
    accountId: p.character().length(36).index(),
    /** Of the name that others see; users are looked for by that. */
    isDisplayName: p.boolean(),
  },
});

/** Who does not want to hear from whom. */
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

/** Kinds of news that somebody does not want; what is not here reaches them. */
export const NotificationOptOutRow = defineEntity({
  name: 'NotificationOptOut',
  tableName: 'notification_opt_out',
  properties: { userId: p.character().length(36).primary(), category: p.string().length(20).primary() },
});

/** Makes its holder the first admin. */
export const ClaimTokenRow = defineEntity({
  name: 'AdminClaimToken',
  tableName: 'admin_claim_token',
  properties: { tokenHash: p.character().length(64).primary(), createdAt: p.bigint('number') },
});
