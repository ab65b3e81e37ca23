import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** Mapping for migrations; the repositories speak plain rows (RoomTables). */
const room = defineEntity({
  name: 'Room',
  tableName: 'room',
  properties: {
    id: p.character().length(36).primary(),
    name: p.string().length(60),
    topic: p.string().length(200),
    visibility: p.string().length(10),
    language: p.string().length(5),
    ownerId: p.character().length(36),
    createdAt: p.bigint('number'),
    lastSeq: p.integer(),
    activeAt: p.bigint('number'),
    searchText: p.text(),
  },
  indexes: [{ name: 'room_lobby', properties: ['visibility', 'activeAt', 'id'] }],
});

const member = defineEntity({
  name: 'Member',
  tableName: 'member',
  properties: {
    roomId: p.character().length(36).primary(),
    personId: p.character().length(36).primary(),
    role: p.string().length(10),
  },
  indexes: [{ name: 'member_person', properties: ['personId'] }],
});

const invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    tokenHash: p.character().length(64).primary(),
    roomId: p.character().length(36),
    byId: p.character().length(36),
    createdAt: p.bigint('number'),
  },
});

/** The primary key is also the order of catching up, the hot query after an outage. */
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

export const roomsEntities: EntitySchema[] = [room, member, invitation, roomEvent];
