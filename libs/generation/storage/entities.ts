import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** Mapping for migrations; the repository speaks plain rows (TakeTables). */
const take = defineEntity({
  name: 'Take',
  tableName: 'take',
  properties: {
    id: p.character().length(36).primary(),
    roomId: p.character().length(36),
    number: p.integer(),
    seq: p.integer(),
    authorId: p.character().length(36),
    writers: p.text(),
    status: p.string().length(10),
    prompt: p.text(),
    negative: p.text(),
    settings: p.text(),
    pictures: p.text(),
    failureCode: p.string().length(40).nullable(),
    failureDetail: p.text().nullable(),
    record: p.text().columnType('longtext').nullable(),
    modelHash: p.string().length(64).nullable(),
    queuedAt: p.bigint('number'),
    startedAt: p.bigint('number').nullable(),
    endedAt: p.bigint('number').nullable(),
    renderMs: p.integer().nullable(),
    leaseOwner: p.character().length(36).nullable(),
    leaseUntil: p.bigint('number').nullable(),
    losses: p.integer(),
    cancelBy: p.character().length(36).nullable(),
  },
  uniques: [{ name: 'take_number', properties: ['roomId', 'number'] }],
  indexes: [
    { name: 'take_line', properties: ['status', 'leaseUntil'] },
    { name: 'take_of_room', properties: ['roomId', 'status', 'number'] },
    { name: 'take_of_author', properties: ['authorId', 'status'] },
    { name: 'take_turns', properties: ['startedAt'] },
  ],
});

/** The last number given in each room. */
const takeCounter = defineEntity({
  name: 'TakeCounter',
  tableName: 'take_counter',
  properties: { roomId: p.character().length(36).primary(), lastNumber: p.integer() },
});

export const generationEntities: EntitySchema[] = [take, takeCounter];
