import { failureCodeOf, type Take, type TakeSettings } from '../domain/take.js';
import type { NewTake } from '../domain/takes.js';
import type { TakeRow } from './take-tables.js';

/** Columns a Take is made of: the record stays in the database, it is long and seldom asked for. */
export const TAKE_COLUMNS = [
  'id',
  'room_id',
  'number',
  'seq',
  'author_id',
  'writers',
  'status',
  'prompt',
  'negative',
  'settings',
  'pictures',
  'failure_code',
  'failure_detail',
  'model_hash',
  'queued_at',
  'started_at',
  'ended_at',
  'render_ms',
] as const satisfies readonly (keyof TakeRow)[];

export const settingsOf = (row: Pick<TakeRow, 'settings'>): TakeSettings => JSON.parse(row.settings) as TakeSettings;

export const toTake = (row: Pick<TakeRow, (typeof TAKE_COLUMNS)[number]>): Take => ({
  id: row.id,
  roomId: row.room_id,
  number: row.number,
  seq: row.seq,
  authorId: row.author_id,
  writerIds: JSON.parse(row.writers) as string[],
  status: row.status,
  prompt: row.prompt,
  negative: row.negative,
  settings: settingsOf(row),
  pictures: JSON.parse(row.pictures) as Take['pictures'],
  failure:
    row.failure_code === null ? null : { code: failureCodeOf(row.failure_code), detail: row.failure_detail ?? '' },
  queuedAt: Number(row.queued_at),
  startedAt: numberOrNull(row.started_at),
  endedAt: numberOrNull(row.ended_at),
  renderMs: row.render_ms,
  modelHash: row.model_hash,
});

export const toNewRow = (take: NewTake): TakeRow => ({
  id: take.id,
  room_id: take.roomId,
  number: take.number,
  seq: 0,
  author_id: take.authorId,
  writers: JSON.stringify(take.writerIds),
  status: 'queued',
  prompt: take.prompt,
  negative: take.negative,
  settings: JSON.stringify(take.settings),
  pictures: '[]',
  failure_code: null,
  failure_detail: null,
  record: null,
  model_hash: null,
  queued_at: take.queuedAt,
  started_at: null,
  ended_at: null,
  render_ms: null,
  lease_owner: null,
  lease_until: null,
  losses: 0,
  cancel_by: null,
});

/** Drivers may give large integers as strings. */
const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));
