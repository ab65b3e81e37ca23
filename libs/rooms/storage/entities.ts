import { defineEntity, p } from '@mikro-orm/core';
import type { TablesOf } from '@visionary/platform/database';
import type { Language, Role, Visibility } from '@visionary/contract';

const room = defineEntity({
  name: 'Room',
  tableName: 'room',
  properties: {
    id: p.character().length(36).primary(),
    name: p.string().length(60),
    topic: p.string().length(200),
    visibility: p.string().length(10).$type<Visibility>(),
    language: p.string().length(5).$type<Language>(),
    ownerId: p.character().length(36),
    createdAt: p.bigint('number'),
    lastSeq: p.integer(),
    lastActiveAt: p.bigint('number'),
    searchText: p.text(),
    kind: p.string().length(10).$type<'room' | 'direct'>().default('room'),
    defaultRole: p.string().length(10).$type<'viewer' | 'editor'>().default('editor'),
    ownRenderersOnly: p.boolean().default(false),
    archivedAt: p.bigint('number').nullable(),
    /** Set: only moderators see the room. */
    hiddenAt: p.bigint('number').nullable(),
  },
  indexes: [{ name: 'room_lobby', properties: ['visibility', 'lastActiveAt', 'id'] }],
});

const member = defineEntity({
  name: 'RoomMember',
  tableName: 'room_member',
  properties: {
    roomId: p.character().length(36).primary(),
    userId: p.character().length(36).primary(),
    role: p.string().length(10).$type<Role>(),
    joinedAt: p.bigint('number').defaultRaw('0'),
    /** Of the event that the member joined. Null for who created the room, and in a direct room. */
    joinedSeq: p.integer().nullable(),
    /** Created the room private, or accepted an invitation to a private room. */
    joinedPrivately: p.boolean().default(false),
    /** The read state. The chat slice writes it. */
    readSeq: p.integer().default(0),
    notify: p.string().length(10).$type<'all' | 'mentions' | 'nothing'>().default('all'),
  },
  indexes: [
    { name: 'room_member_user', properties: ['userId'] },
    { name: 'room_member_joined', properties: ['roomId', 'joinedSeq'] },
  ],
});

const ban = defineEntity({
  name: 'RoomBan',
  tableName: 'room_ban',
  properties: {
    roomId: p.character().length(36).primary(),
    userId: p.character().length(36).primary(),
    actorId: p.character().length(36),
    reason: p.string().length(200),
    at: p.bigint('number'),
  },
  indexes: [{ name: 'room_ban_user', properties: ['userId'] }],
});

/** Outlives leaving and joining again. */
const mute = defineEntity({
  name: 'RoomMute',
  tableName: 'room_mute',
  properties: {
    roomId: p.character().length(36).primary(),
    userId: p.character().length(36).primary(),
    until: p.bigint('number'),
  },
});

/** The direct room of two users; `userAId` is the smaller id. */
const direct = defineEntity({
  name: 'DirectRoom',
  tableName: 'direct_room',
  properties: {
    userAId: p.character().length(36).fieldName('user_a_id').primary(),
    userBId: p.character().length(36).fieldName('user_b_id').primary(),
    roomId: p.character().length(36).unique(),
    /** The stranger whose messages wait until the other user accepts. Null: accepted. */
    requesterId: p.character().length(36).nullable(),
    /** Set while the request is declined. The requester doesn't learn it. */
    declinedAt: p.bigint('number').nullable(),
  },
  indexes: [
    { name: 'direct_room_user_b', properties: ['userBId'] },
    { name: 'direct_room_requester', properties: ['requesterId'] },
  ],
});

const invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    tokenHash: p.character().length(64).primary(),
    roomId: p.character().length(36),
    actorId: p.character().length(36),
    createdAt: p.bigint('number'),
    id: p.character().length(36).default(''),
    role: p.string().length(10).$type<'viewer' | 'editor'>().default('editor'),
    expiresAt: p.bigint('number').nullable(),
    usesLeft: p.integer().nullable(),
    used: p.integer().default(0),
    revokedAt: p.bigint('number').nullable(),
  },
  uniques: [{ name: 'invitation_id', properties: ['id'] }],
  indexes: [{ name: 'invitation_of_room', properties: ['roomId'] }],
});

/** The primary key is also the order in which clients catch up, the hot query after an outage. */
const roomEvent = defineEntity({
  name: 'RoomEvent',
  tableName: 'room_event',
  properties: {
    roomId: p.character().length(36).primary(),
    seq: p.integer().primary(),
    type: p.string().length(40),
    actorId: p.character().length(36).nullable(),
    clientId: p.character().length(36).nullable(),
    at: p.bigint('number'),
    payload: p.text().columnType('longtext'),
  },
  uniques: [{ name: 'room_event_command', properties: ['actorId', 'clientId'] }],
});

export const roomsEntities = [room, member, ban, mute, direct, invitation, roomEvent] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof roomsEntities> {}
}
