import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { EndTake } from '@visionary/contract';
import { isSystemTake, type Take, TakeCommandsService, TakesService } from '@visionary/generation';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { RoomsService } from '@visionary/rooms';
import { table } from './models/format.js';
import { withInstance } from './seed/with-instance.js';
import { UsageError } from './usage-error.js';
import { UserError } from './user-error.js';

const MAX_LISTED = 200;
const HEADER = ['ID', 'STATUS', 'TAKE', 'AUTHOR', 'ROOM', 'MODEL'];
const POLL_MS = 200;

/** @returns a table of the rendering takes, then of the oldest waiting ones */
export async function listTakes(config: Config): Promise<string> {
  return withInstance(config, async (instance) => {
    const takes = await instance.get(TakesService, { strict: false }).open(MAX_LISTED + 1);
    if (takes.length === 0) return 'No take renders or waits.';
    const shown = takes.slice(0, MAX_LISTED);
    const users = await instance.get(Users, { strict: false }).byIds(shown.map(({ authorId }) => authorId));
    const rooms = await instance.get(RoomsService, { strict: false }).namesOf(shown.map(({ roomId }) => roomId));
    const now = Date.now();
    const rows = shown.map((take) => [
      ...[take.id, statusOf(take, now), String(take.number)],
      ...(isSystemTake(take)
        ? ['(sample of a model)', '']
        : [users.get(take.authorId)?.name || '(deleted user)', rooms.get(take.roomId) ?? '(direct messages)']),
      take.settings.model,
    ]);
    const more = takes.length > shown.length ? `\n\nMore takes wait. These are the first ${MAX_LISTED}.` : '';
    return table([HEADER, ...rows]) + more;
  });
}

/**
 * Ends a rendering or waiting take. Waits until the server that renders it has seen the request.
 * @returns the result, as a sentence. @throws UsageError, UserError
 */
export async function endTake(config: Config, takeId: string, reason: string): Promise<string> {
  const request = EndTake.safeParse({ takeId, reason });
  if (!request.success) {
    const isId = request.error.issues.some(({ path }) => path[0] === 'takeId');
    throw new UsageError(isId ? `"${takeId}" is not the id of a take.` : 'The reason is too long or not a text.');
  }
  return withInstance(config, async (instance) => {
    const commands = instance.get(TakeCommandsService, { strict: false });
    try {
      await commands.endAsAdmin({ takeId, byId: null, reason: reason.trim() });
    } catch (error) {
      if (isRejection(error, 'GENERATION_TAKE_NOT_FOUND')) {
        throw new UserError(`No take has the id ${takeId}. See npx visionary takes.`);
      }
      if (isRejection(error, 'GENERATION_TAKE_ALREADY_ENDED')) throw new UserError(`The take ${takeId} ended already.`);
      throw error;
    }
    const take = await lastState(instance, takeId, config.rendererLeaseMs);
    return describeEnd(take ?? { status: 'cancelled' }, config.rendererLeaseMs);
  });
}

/** Without Redis, a server reads the request when it renews the lease of the take. */
async function lastState(instance: INestApplicationContext, takeId: string, deadlineMs: number): Promise<Take | null> {
  const takes = instance.get(TakesService, { strict: false });
  const untilMs = performance.now() + deadlineMs;
  let take = await takes.find(takeId);
  while (take?.endedAt === null && performance.now() < untilMs) {
    await pause(POLL_MS);
    take = await takes.find(takeId);
  }
  return take;
}

function describeEnd({ status }: Pick<Take, 'status'>, waitedMs: number): string {
  switch (status) {
    case 'queued':
    case 'rendering':
      return `The take is marked to end, but has not after ${waitedMs / 1000} s. It ends once the server or worker that renders it responds, or another server reclaims it.`;
    case 'finished':
    case 'failed':
      return `The take had ${status} before its renderer could end it.`;
    case 'cancelled':
      return 'The take has ended. Its room sees that an admin ended it, and the reason.';
    default:
      return status satisfies never;
  }
}

const statusOf = ({ status, startedAt, queuedAt }: Take, now: number): string =>
  status === 'rendering' ? `rendering for ${span(now - (startedAt ?? now))}` : `waiting for ${span(now - queuedAt)}`;

/** "45 s", "12 min", "3 h". */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
