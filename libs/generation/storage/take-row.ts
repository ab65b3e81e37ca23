import {
  type AppliedPromptPrefix,
  Provider,
  type RenderedOn,
  type TakeOrigin,
  type TakeSettings,
} from '@visionary/contract';
import type { Row } from '@visionary/platform/database';
import { createHash } from 'node:crypto';
import {
  failureCodeOf,
  type FinishedResult,
  isOthersPrompt,
  type Take,
  type AuthorshipSpan,
  type TakeRequest,
  type TakeSteer,
  type TakeStop,
} from '../domain/take.js';
import type { RendererLender } from '../domain/renderers.js';
import { modelMemoryKey } from '../domain/loras.js';

/** As long as the column. */
const MAX_DEVICE_LENGTH = 200;

/** All columns of a Take. The record is long and rarely needed, so it is read on its own. */
export const TAKE_COLUMNS = [
  'id',
  'room_id',
  'number',
  'seq',
  'author_id',
  'prompt_author_ids',
  'status',
  'prompt',
  'negative',
  'settings',
  'images',
  'steers',
  'stop',
  'failure_code',
  'failure_detail',
  'admin_reason',
  'model_hash',
  'queued_at',
  'started_at',
  'ended_at',
  'render_ms',
  'provider',
  'device',
  'origin',
  'authorship',
  'prompt_prefixes',
  'lent_by',
] as const satisfies readonly (keyof Row<'take'>)[];

export const parseSettings = (row: Pick<Row<'take'>, 'settings'>): TakeSettings =>
  JSON.parse(row.settings) as TakeSettings;

/** From the RenderRecord. */
export const loadMsOf = ({ render_record: record }: Pick<Row<'take'>, 'render_record'>): number | undefined =>
  record === null ? undefined : (JSON.parse(record) as { loadMs?: number }).loadMs;

/** Null in takes of former versions. */
export const steersOf = (row: Pick<Row<'take'>, 'steers'>): TakeSteer[] =>
  row.steers === null ? [] : (JSON.parse(row.steers) as TakeSteer[]);

export const parseLender = ({ lent_by: lentBy }: Pick<Row<'take'>, 'lent_by'>): RendererLender | null =>
  lentBy === null ? null : (JSON.parse(lentBy) as RendererLender);

export const parseStop = (row: Pick<Row<'take'>, 'stop'>): TakeStop | null =>
  row.stop === null ? null : (JSON.parse(row.stop) as TakeStop);

export const toTake = (row: Pick<Row<'take'>, (typeof TAKE_COLUMNS)[number]>): Take => ({
  id: row.id,
  roomId: row.room_id,
  number: row.number,
  seq: row.seq,
  authorId: row.author_id,
  writerIds: JSON.parse(row.prompt_author_ids) as string[],
  isOthersPrompt:
    row.authorship !== null &&
    isOthersPrompt(row.prompt, row.author_id, JSON.parse(row.authorship) as AuthorshipSpan[]),
  status: row.status,
  prompt: row.prompt,
  negative: row.negative,
  promptPrefixes: row.prompt_prefixes === null ? [] : (JSON.parse(row.prompt_prefixes) as AppliedPromptPrefix[]),
  settings: parseSettings(row),
  images: JSON.parse(row.images) as Take['images'],
  steers: steersOf(row),
  stopped: parseStop(row),
  failure:
    row.failure_code === null ? null : { code: failureCodeOf(row.failure_code), detail: row.failure_detail ?? '' },
  adminReason: row.admin_reason,
  queuedAt: Number(row.queued_at),
  startedAt: numberOrNull(row.started_at),
  endedAt: numberOrNull(row.ended_at),
  renderMs: row.render_ms,
  modelHash: row.model_hash,
  renderedOn: renderedOn(row),
  origin: row.origin === null ? null : (JSON.parse(row.origin) as TakeOrigin),
  ...(row.lent_by !== null && { lentBy: parseLender(row)! }),
});

/** Null in takes that are not finished, and of former versions. */
export const renderedOn = ({ provider, device }: Pick<Row<'take'>, 'provider' | 'device'>): RenderedOn | null =>
  provider === null ? null : { provider: provider as Provider, ...(device !== null && { device }) };

/** Equal if and only if both prompts are equal. */
export const promptKeyOf = ({ prompt, negative }: Pick<Row<'take'>, 'prompt' | 'negative'>): string =>
  createHash('sha256').update(`${prompt}\0${negative}`).digest('hex');

export const toNewRow = (id: string, number: number, take: TakeRequest, queuedAt: number): Row<'take'> => ({
  id,
  room_id: take.roomId,
  number,
  seq: 0,
  author_id: take.authorId,
  prompt_author_ids: JSON.stringify([...new Set(take.writerIds)]),
  status: 'queued',
  prompt: take.prompt,
  negative: take.negative,
  prompt_key: promptKeyOf(take),
  settings: JSON.stringify(take.settings),
  model: take.settings.model,
  memory_key: modelMemoryKey(take.settings.model, take.settings.loras, take.settings.vae?.id),
  images: '[]',
  image_bytes: null,
  failure_code: null,
  failure_detail: null,
  render_record: take.repeats?.record ?? null,
  model_hash: null,
  queued_at: queuedAt,
  started_at: null,
  ended_at: null,
  render_ms: null,
  provider: null,
  device: null,
  lease_owner: null,
  lease_until: null,
  losses: 0,
  node_losses: 0,
  overtaken: 0,
  cancel_by: null,
  stop_by: null,
  admin_reason: null,
  steers: take.repeats?.steers.length ? JSON.stringify(take.repeats.steers) : null,
  stop: take.repeats?.stopped ? JSON.stringify(take.repeats.stopped) : null,
  origin: take.origin ? JSON.stringify(take.origin) : null,
  origin_id: take.origin ? ('postId' in take.origin ? take.origin.postId : take.origin.takeId) : null,
  authorship: take.authorship ? JSON.stringify(take.authorship) : null,
  prompt_prefixes: take.promptPrefixes?.length ? JSON.stringify(take.promptPrefixes) : null,
  lent_by: null,
  lender_id: null,
});

export const finishedColumns = ({ images, imageBytes, record, lentBy, at }: FinishedResult) => ({
  status: 'finished' as const,
  images: JSON.stringify(images),
  image_bytes: imageBytes,
  render_record: JSON.stringify(record),
  model_hash: record.modelHash,
  render_ms: Math.round(record.renderMs),
  provider: Provider.safeParse(record.provider).data ?? null,
  device: record.device?.slice(0, MAX_DEVICE_LENGTH) ?? null,
  lent_by: lentBy ? JSON.stringify(lentBy) : null,
  lender_id: lentBy?.ownerId ?? null,
  ended_at: at,
});

/** Some drivers return large integers as strings. */
const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));
