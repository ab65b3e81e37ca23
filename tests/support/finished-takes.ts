import { randomUUID } from 'node:crypto';
import { type Take, TakeFailed, TakeFinished, TakesService } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

const SETTINGS = {
  ...{ model: 'none', scheduler: 'ddim', steps: 1, guidance: 1, width: 64, height: 64, seed: 1, batch: 1 },
};

/** Finishes a take of a user on this node, without a renderer. @returns its id */
export async function finishTake(
  { app }: RunningApp,
  { roomId, authorId, number }: { readonly roomId: string; readonly authorId: string; readonly number: number },
  end: 'finished' | 'failed',
): Promise<string> {
  const id = randomUUID();
  const row = {
    ...{ id, room_id: roomId, number, seq: 1, author_id: authorId, prompt_author_ids: JSON.stringify([authorId]) },
    ...{ status: end, prompt: 'a red fox', negative: '', settings: JSON.stringify(SETTINGS), queued_at: 1 },
    ...{ losses: 0, overtaken: 0, images: '[]' },
    ...(end === 'failed' && { failure_code: 'RENDERER_CRASHED', failure_detail: 'gone' }),
  };
  await app.get(Database).query<{ take: Record<string, unknown> }>().insertInto('take').values(row).execute();
  const take = (await app.get(TakesService, { strict: false }).find(id)) as Take;
  const work = app.get(UnitOfWork, { strict: false });
  await work.run(async () => work.publish(end === 'finished' ? new TakeFinished(take) : new TakeFailed(take)));
  return id;
}
