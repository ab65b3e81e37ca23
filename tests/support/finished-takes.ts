import { randomUUID } from 'node:crypto';
import { type Take, TakeCancelled, TakeFailed, TakeFinished, TakesService } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

const SETTINGS = {
  ...{ model: 'none', scheduler: 'ddim', steps: 1, guidance: 1, width: 64, height: 64, seed: 1, batch: 1 },
};

interface TakeOf {
  readonly roomId: string;
  readonly authorId: string;
  readonly number?: number;
}
type TakeRow = Readonly<Record<string, string | number | null>>;

/** The row of a finished take without images. */
export const takeRow = ({ roomId, authorId, number = 1 }: TakeOf, about: TakeRow = {}) => ({
  ...{ id: randomUUID(), room_id: roomId, number, seq: 1, author_id: authorId },
  ...{ prompt_author_ids: JSON.stringify([authorId]), status: 'finished', prompt: 'a red fox', negative: '' },
  ...{ settings: JSON.stringify(SETTINGS), queued_at: 1, losses: 0, overtaken: 0, images: '[]' },
  ...about,
});

export async function insertTakes(app: RunningApp, ...rows: readonly ReturnType<typeof takeRow>[]): Promise<void> {
  const sql = app.get(Database).query<{ take: TakeRow }>();
  for (let from = 0; from < rows.length; from += 500) {
    await sql
      .insertInto('take')
      .values(rows.slice(from, from + 500))
      .execute();
  }
}

const ENDS = {
  finished: { columns: { status: 'finished' }, event: (take: Take) => new TakeFinished(take) },
  failed: {
    columns: { status: 'failed', failure_code: 'RENDERER_CRASHED', failure_detail: 'gone' },
    event: (take: Take) => new TakeFailed(take),
  },
  endedByAdmin: {
    columns: { status: 'cancelled', admin_reason: 'busy' },
    event: (take: Take) => new TakeCancelled(take, null, 3),
  },
} as const;

/** Ends a take of a user on this node, without a renderer. @returns its id */
export async function finishTake(app: RunningApp, of: TakeOf, end: keyof typeof ENDS): Promise<string> {
  const { columns, event } = ENDS[end];
  const row = takeRow(of, columns);
  await insertTakes(app, row);
  const take = (await app.get(TakesService).find(row.id)) as Take;
  const work = app.get(UnitOfWork);
  await work.run(async () => work.publish(event(take)));
  return row.id;
}
