import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SqlModelFailures } from '../../libs/generation/storage/sql-model-failures.js';
import { codeOf } from '../support/rejections.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { SETTINGS, TakeQueueFixture } from '../support/takes.js';

const [ONE, TWO] = [randomUUID(), randomUUID()];

describe.each(DIALECTS)('takes on %s', (dialect) => {
  let work: TakeQueueFixture;

  beforeAll(async () => {
    work = await TakeQueueFixture.on(await freshDatabase(dialect));
  });

  /** Nothing waits or renders afterwards. */
  const clear = async () => {
    for (let id = await work.claim(ONE); id; id = await work.claim(ONE)) await work.finish(id, ONE);
  };

  it('[G2] numbers takes of a room from 1 when they are queued at the same time', async () => {
    const room = randomUUID();
    const queued = await Promise.all(Array.from({ length: 8 }, () => work.queue(room, randomUUID())));
    const takes = await Promise.all(queued.map((id) => work.takes.byId(id)));
    expect(takes.map((take) => take?.number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const page = await work.takes.page(room, 6, 3);
    expect(page.map(({ number }) => number)).toEqual([5, 4, 3]);
    await clear();
  });

  it('[G1] draws a seed when none is given, and keeps a given one', async () => {
    const [drawn, given] = [await work.queue(randomUUID(), ONE, { seed: -1 }), await work.queue(randomUUID(), TWO)];
    expect((await work.takes.byId(given))?.settings).toEqual(SETTINGS);
    const seed = (await work.takes.byId(drawn))?.settings.seed ?? -1;
    expect(seed).toBeGreaterThanOrEqual(0);
    expect(seed).toBeLessThan(2 ** 32);
    await clear();
  });

  it.each([
    ['an empty prompt', {}, ' \n\u3000', 'GENERATION_PROMPT_EMPTY'],
    ['an unknown model', { model: '../mini' }, 'x', 'GENERATION_MODEL_NOT_FOUND'],
    ['an unknown scheduler', { scheduler: 'constructor' }, 'x', 'GENERATION_SCHEDULER_NOT_FOUND'],
    ['a size between', { width: 72 }, 'x', 'GENERATION_SIZE_UNSUPPORTED'],
    ['a size too large', { width: 1024, height: 1024 }, 'x', 'GENERATION_SIZE_UNSUPPORTED'],
  ])('[G1] rejects %s', async (_what, change, prompt, code) => {
    const room = randomUUID();
    expect(await codeOf(work.queue(room, ONE, change, prompt))).toBe(code);
    expect(await work.takes.page(room, null, 10)).toEqual([]);
  });

  it('[G2] rejects a flood with the time to retry, and accepts others', async () => {
    const [room, ann, bob] = [randomUUID(), randomUUID(), randomUUID()];
    for (let index = 0; index < 8; index++) await work.queue(room, ann);
    const refused = await work.queue(randomUUID(), ann).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'GENERATION_QUEUE_FULL', detail: { scope: 'user', limit: 8 } });
    expect(refused).toHaveProperty('detail.retryAfterSeconds', 30);
    const late = await work.queue(room, bob);
    const places = await work.queueService.estimate();
    expect(places.find(({ takeId }) => takeId === late)?.position).toBe(2);
    for (let index = 0; index < 23; index++) await work.queue(room, randomUUID());
    expect(await codeOf(work.queue(room, bob))).toBe('GENERATION_QUEUE_FULL');
    // A few users cannot keep the others out.
    const cy = randomUUID();
    await work.queue(room, cy);
    expect(await codeOf(work.queue(room, cy))).toBe('GENERATION_QUEUE_FULL');
    await clear();
  });

  it('[G2] starts takes in the order that the queue shows', async () => {
    const [red, blue, ann, bob] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const waiting = [await work.queue(red, ann), await work.queue(red, ann), await work.queue(red, bob)];
    waiting.push(await work.queue(blue, bob));
    const takeIds = (await work.queueService.estimate()).map(({ takeId }) => takeId);
    expect(takeIds).toEqual([waiting[0], waiting[3], waiting[2], waiting[1]]);
    const started = [];
    for (let id = await work.claim(ONE); id; id = await work.claim(ONE)) started.push(id);
    expect(started).toEqual(takeIds);
    for (const id of started) await work.finish(id, ONE);
  });

  it('[G3] gives each take to one node when many claim', async () => {
    const queued = new Set<string>();
    for (let index = 0; index < 12; index++) queued.add(await work.queue(randomUUID(), randomUUID()));
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => work.claim(index % 2 ? ONE : TWO)));
    const given = claims.filter((id) => id !== undefined);
    expect(given.toSorted()).toEqual([...queued].toSorted());
    await Promise.all(given.flatMap((id) => [work.finish(id, ONE), work.finish(id, TWO)]));
    await clear();
  });

  it('[G3] ends a take once in any race', async () => {
    const before = work.ends.length;
    const ids = [];
    for (let index = 0; index < 10; index++) {
      await work.queue(randomUUID(), randomUUID());
      ids.push((await work.claim(ONE)) ?? '');
    }
    await Promise.all(
      ids.flatMap((id) => [
        work.finish(id, ONE),
        work.attempts.confirmCancel(id, ONE, 3),
        work.attempts.fail(id, ONE, { code: 'RENDER_NAN', detail: 'x' }),
        work.finish(id, ONE),
        work.finish(id, TWO),
      ]),
    );
    const ends = work.ends.slice(before);
    expect(ends.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    for (const { id, how } of ends) {
      expect(`Take${(await work.takes.byId(id))?.status}`).toBe(
        how.replace(/^Take(.)/, (_, c: string) => `Take${c.toLowerCase()}`),
      );
    }
  });

  it('[G4] cancels a queued take at once, and only once', async () => {
    const [room, ann, bob] = [randomUUID(), randomUUID(), randomUUID()];
    const id = await work.queue(room, ann);
    const cancelRequest = { takeId: id, roomId: room, byId: ann, canCancelAny: false };
    expect(await codeOf(work.commands.cancel({ ...cancelRequest, byId: bob }))).toBe('GENERATION_NOT_AUTHOR');
    expect(await codeOf(work.commands.cancel({ ...cancelRequest, roomId: randomUUID() }))).toBe(
      'GENERATION_TAKE_NOT_FOUND',
    );
    const tries = await Promise.all([1, 2, 3].map(() => codeOf(work.commands.cancel(cancelRequest))));
    expect(tries.toSorted()).toEqual(['GENERATION_TAKE_ALREADY_ENDED', 'GENERATION_TAKE_ALREADY_ENDED', 'ok']);
    expect(await work.takes.byId(id)).toMatchObject({ status: 'cancelled' });
    expect(await work.claim(ONE)).toBeUndefined();
  });

  it('[G4] requests the cancel of a rendering take when the owner of its room asks', async () => {
    const [room, ann, owner] = [randomUUID(), randomUUID(), randomUUID()];
    const id = await work.queue(room, ann);
    await work.claim(ONE);
    expect(await work.attempts.renewLease(id, ONE, 30_000)).toBe('held');
    await work.commands.cancel({ takeId: id, roomId: room, byId: owner, canCancelAny: true });
    expect(await work.attempts.renewLease(id, ONE, 30_000)).toBe('cancelRequested');
    expect(await work.attempts.confirmCancel(id, ONE, 2)).toBe(true);
    expect(await work.attempts.renewLease(id, ONE, 30_000)).toBe('lost');
    expect(await work.takes.byId(id)).toMatchObject({ status: 'cancelled' });
  });

  it('[G5] retries a take when its renderer was lost, and fails it the second time', async () => {
    const id = await work.queue(randomUUID(), randomUUID());
    await work.claim(ONE);
    expect(await work.attempts.lose(id, ONE, 'SIGKILL', 'renderer')).toBe(true);
    expect(await work.attempts.lose(id, ONE, 'told twice', 'renderer')).toBe(false);
    expect(await work.claim(TWO)).toBe(id);
    expect(await work.attempts.lose(id, TWO, 'ended by SIGSEGV', 'renderer')).toBe(true);
    expect(await work.attempts.lose(id, TWO, 'told twice', 'renderer')).toBe(false);
    expect(await work.takes.byId(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'RENDERER_CRASHED', detail: expect.stringContaining('ended by SIGSEGV') },
    });
  });

  it('[G7] requeues a take each time its node stops', async () => {
    const room = randomUUID();
    const id = await work.queue(room, randomUUID());
    for (let turn = 0; turn < 5; turn++) {
      expect(await work.claim(ONE)).toBe(id);
      expect(await work.attempts.requeue(id, ONE)).toBe(true);
    }
    expect(await work.attempts.requeue(id, ONE)).toBe(false);
    expect(await work.claim(TWO)).toBe(id);
    expect(await work.finish(id, ONE)).toBe(false);
    expect(await work.finish(id, TWO)).toBe(true);
  });

  it('[G7] reclaims a take when its lease expired', async () => {
    const id = await work.queue(randomUUID(), randomUUID());
    await work.claim(ONE);
    await work.attempts.reclaimExpired();
    expect(await work.claim(TWO)).toBeUndefined();
    work.now += 20_000;
    expect(await work.attempts.renewLease(id, ONE, 30_000)).toBe('held');
    work.now += 20_000;
    await work.attempts.reclaimExpired();
    expect(await work.claim(TWO)).toBeUndefined();
    work.now += 40_000;
    await work.attempts.reclaimExpired();
    expect(await work.claim(TWO)).toBe(id);
    expect(await work.finish(id, ONE)).toBe(false);
    expect(await work.finish(id, TWO)).toBe(true);
  });

  it('[G28] counts a lost machine neither as a crash of the take nor of the model, and fails the take after the fifth', async () => {
    const [roomId, authorId] = [randomUUID(), randomUUID()];
    const id = await work.queue(roomId, authorId, {}, 'a fox', 'other');
    const attempt = { takeId: id, roomId, authorId, model: 'other' };
    await work.claim(ONE);
    // A crash in between is the take's first one.
    expect(await work.attempts.lose(id, ONE, 'ended by SIGSEGV', 'renderer')).toBe(true);
    for (let lost = 1; lost < 5; lost++) {
      const owner = randomUUID();
      expect(await work.claim(owner)).toBe(id);
      if (lost % 2) {
        work.now += 40_000;
        await work.attempts.reclaimExpired();
      } else {
        const outcome = { type: 'lost', why: 'the renderer sent no more heartbeats', blamesModel: false } as const;
        await work.attempts.record({ attempt: { ...attempt, id: owner }, outcome, steers: [] });
      }
      expect(await work.takes.byId(id)).toMatchObject({ status: 'queued', failure: null });
    }
    expect(await work.claim(TWO)).toBe(id);
    work.now += 40_000;
    await work.attempts.reclaimExpired();
    expect(await work.takes.byId(id)).toMatchObject({ status: 'failed', failure: { code: 'RENDERER_LOST' } });
    expect(await new SqlModelFailures(work.database).hasFailures({ model: 'other', provider: 'cpu' })).toBe(false);
  });

  it('[G7] cancels a take when its node was lost after the request', async () => {
    const [room, ann] = [randomUUID(), randomUUID()];
    const id = await work.queue(room, ann);
    await work.claim(ONE);
    await work.commands.cancel({ takeId: id, roomId: room, byId: ann, canCancelAny: false });
    work.now += 40_000;
    await work.attempts.reclaimExpired();
    expect(await work.takes.byId(id)).toMatchObject({ status: 'cancelled' });
  });

  it('finds the newest rendering and finished take of each room', async () => {
    const [red, blue] = [randomUUID(), randomUUID()];
    const ann = randomUUID();
    for (const room of [red, red, blue]) {
      await work.queue(room, ann);
      await work.finish((await work.claim(ONE)) ?? '', ONE);
    }
    await work.queue(red, ann);
    await work.claim(ONE);
    const finished = await work.takes.newest([red, blue, randomUUID()], 'finished');
    expect(finished.map(({ roomId, number }) => [roomId, number]).toSorted()).toEqual(
      [
        [red, 2],
        [blue, 1],
      ].toSorted(),
    );
    expect(await work.takes.newest([red, blue], 'rendering')).toMatchObject([{ roomId: red, number: 3 }]);
    expect(await work.takes.measuredTakes(1)).toMatchObject([{ settings: SETTINGS, renderMs: 100 }]);
  });
});
