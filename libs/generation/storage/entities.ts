import { defineEntity, p } from '@mikro-orm/core';
import type { TablesOf } from '@visionary/platform/database';
import type { TakeStatus, TrustableKind } from '@visionary/contract';

const take = defineEntity({
  name: 'Take',
  tableName: 'take',
  properties: {
    id: p.character().length(36).primary(),
    roomId: p.character().length(36),
    number: p.integer(),
    seq: p.integer(),
    authorId: p.character().length(36),
    promptAuthorIds: p.text(),
    status: p.string().length(10).$type<TakeStatus>(),
    prompt: p.text(),
    negative: p.text(),
    /** SHA-256 of both prompts, to find takes with the same ones; null if a former version wrote the row. */
    promptKey: p.character().length(64).nullable(),
    settings: p.text(),
    /** Copied from the settings, so that the queue is read without them. */
    model: p.string().length(100).nullable(),
    memoryKey: p.text().nullable(),
    images: p.text(),
    /** Size of the images; null if a former version rendered them. */
    imageBytes: p.integer().nullable(),
    failureCode: p.string().length(40).nullable(),
    failureDetail: p.text().nullable(),
    renderRecord: p.text().columnType('longtext').nullable(),
    modelHash: p.string().length(64).nullable(),
    queuedAt: p.bigint('number'),
    startedAt: p.bigint('number').nullable(),
    endedAt: p.bigint('number').nullable(),
    renderMs: p.integer().nullable(),
    /** What it was rendered with; null until it is finished, or if a former version rendered it. */
    provider: p.string().length(20).nullable(),
    /** Name of the card or processor; null if unknown. */
    device: p.string().length(200).nullable(),
    leaseOwner: p.character().length(36).nullable(),
    leaseUntil: p.bigint('number').nullable(),
    /** How often its renderer crashed. */
    losses: p.integer(),
    /** How often the machine that rendered it was lost. */
    nodeLosses: p.integer().default(0),
    /** At most MAX_OVERTAKES. */
    overtaken: p.integer().default(0),
    cancelBy: p.character().length(36).nullable(),
    stopBy: p.character().length(36).nullable(),
    /** What the admin who ended it wrote, maybe nothing; null if no admin ended it. */
    adminReason: p.text().nullable(),
    steers: p.text().columnType('longtext').nullable(),
    stop: p.text().nullable(),
    /** JSON: a TakeOrigin. */
    origin: p.text().nullable(),
    /** The id in `origin`, to find derived takes. */
    originId: p.character().length(36).nullable(),
    /** JSON: who wrote which part of the prompt: [[from, until, personId], …] in UTF-16 code units. */
    authorship: p.text().nullable(),
    /** JSON: AppliedPromptPrefix[]. */
    promptPrefixes: p.text().nullable(),
    /** JSON: RendererLender. */
    lentBy: p.text().nullable(),
    /** The owner in `lentBy`. */
    lenderId: p.character().length(36).nullable(),
  },
  uniques: [{ name: 'take_number', properties: ['roomId', 'number'] }],
  indexes: [
    { name: 'take_queue', properties: ['status', 'leaseUntil'] },
    { name: 'take_of_room', properties: ['roomId', 'status', 'number'] },
    { name: 'take_of_author', properties: ['authorId', 'status'] },
    { name: 'take_started', properties: ['startedAt'] },
    { name: 'take_mine', properties: ['authorId', 'queuedAt', 'id'] },
    { name: 'take_of_prompt', properties: ['authorId', 'promptKey', 'id', 'status'] },
    { name: 'take_from', properties: ['originId'] },
    { name: 'take_of_lender', properties: ['lenderId'] },
    { name: 'take_bytes_of_author', properties: ['authorId', 'imageBytes'] },
  ],
});

/** Keys of `take.images`, indexed to find references to a blob. */
const takeImage = defineEntity({
  name: 'TakeImage',
  tableName: 'take_image',
  properties: { sha256: p.character().length(64).primary(), takeId: p.character().length(36).primary() },
  indexes: [{ name: 'take_image_of_take', properties: ['takeId'] }],
});

/** The last take number of each room. */
const takeCounter = defineEntity({
  name: 'TakeCounter',
  tableName: 'take_counter',
  properties: { roomId: p.character().length(36).primary(), lastNumber: p.integer() },
});

/** Requested steers. They are in `take.steers` once a renderer applied them. */
const takeSteer = defineEntity({
  name: 'TakeSteer',
  tableName: 'take_steer',
  properties: {
    id: p.character().length(36).primary(),
    takeId: p.character().length(36),
    actorId: p.character().length(36),
    clientId: p.character().length(36),
    prompt: p.text(),
    negative: p.text(),
    requestedAt: p.bigint('number'),
  },
  uniques: [{ name: 'take_steer_once', properties: ['actorId', 'clientId'] }],
  indexes: [{ name: 'take_steer_of_take', properties: ['takeId'] }],
});

/** Images and masks that users uploaded into a room. */
const roomUpload = defineEntity({
  name: 'RoomUpload',
  tableName: 'room_upload',
  properties: {
    id: p.character().length(36).primary(),
    roomId: p.character().length(36),
    authorId: p.character().length(36),
    sha256: p.string().length(64),
    width: p.integer(),
    height: p.integer(),
    uploadedAt: p.bigint('number'),
  },
  indexes: [
    { name: 'room_upload_of_room', properties: ['roomId'] },
    { name: 'room_upload_of_content', properties: ['sha256'] },
    { name: 'room_upload_of_author', properties: ['authorId'] },
  ],
});

/** Models that crashed or hung renderers. Other files count as another model. */
const modelFailure = defineEntity({
  name: 'ModelFailure',
  tableName: 'model_failure',
  properties: {
    model: p.string().length(100).primary(),
    provider: p.string().length(20).primary().default('cpu'),
    fingerprint: p.string().length(64),
    failures: p.integer(),
    /** Takes that exceeded their time, counted until a day without one. */
    timeouts: p.integer().default(0),
    reason: p.text(),
    lastAt: p.bigint('number'),
    quarantinedAt: p.bigint('number').nullable(),
  },
});

/** Models, LoRAs, and other additions that a moderator trusts. Other files count as another one. */
const trustedModel = defineEntity({
  name: 'TrustedModel',
  tableName: 'trusted_model',
  properties: {
    kind: p.string().length(20).primary().$type<TrustableKind>(),
    model: p.string().length(100).primary(),
    hash: p.character().length(64),
    trustedBy: p.character().length(36),
    trustedAt: p.bigint('number'),
  },
});

export const generationEntities = [
  take,
  takeImage,
  takeCounter,
  takeSteer,
  roomUpload,
  modelFailure,
  trustedModel,
] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof generationEntities> {}
}

/** References to blobs. The sweeper deletes all others. */
export const generationBlobs = [
  { table: 'take', column: 'images', text: { idColumn: 'id', changedAtColumn: 'ended_at' } },
  { table: 'take_image', column: 'sha256' },
  { table: 'room_upload', column: 'sha256' },
];
