import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HOUSE_ROOM_ID, HOUSE_USER_ID } from '@visionary/contract';
import { MAX_OVERTAKES } from '../../libs/generation/domain/fair-scheduler.js';
import type { RendererCaches } from '../../libs/generation/domain/scheduling-policy.js';
import type { Renderers, TakeCommand } from '../../libs/generation/domain/renderers.js';
import { RenderDispatcher } from '../../libs/generation/api/renderer/render-dispatcher.js';
import { recordingQueries } from '../support/query-counter.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { SETTINGS, TakeQueueFixture } from '../support/takes.js';

const [ONE, TWO] = [randomUUID(), randomUUID()];

describe.each(DIALECTS)('TakeQueue on %s', (dialect) => {
  let queueFixture: TakeQueueFixture;

  beforeAll(async () => {
    queueFixture = await TakeQueueFixture.on(await freshDatabase(dialect));
  });

  /** All claim and finish until nothing waits. @returns what each started, in the order of the claims */
  const drain = async (claims: readonly (readonly [string, RendererCaches])[]): Promise<string[]> => {
    const started: string[] = [];
    for (;;) {
      const ids = await Promise.all(claims.map(([owner, memories]) => queueFixture.claim(owner, memories)));
      const claimedIds = ids.filter((id) => id !== undefined);
      if (claimedIds.length === 0) return started;
      started.push(...claimedIds);
      await Promise.all(claims.map(async ([owner], index) => ids[index] && queueFixture.finish(ids[index], owner)));
    }
  };
  const holding = (...own: string[]): RendererCaches => ({ own, others: [] });

  it('[G14] prefers loaded models, and counts overtakes across restarts', async () => {
    const waits = await queueFixture.queue(randomUUID(), randomUUID(), { guidance: 3 }, 'a lone fox', 'other');
    const busy = [];
    for (let index = 0; index < MAX_OVERTAKES + 4; index++) {
      busy.push(await queueFixture.queue(randomUUID(), randomUUID()));
    }
    // Each claim uses a new instance, as after a restart.
    const started = await drain([[ONE, holding('mini')]]);
    expect(started.indexOf(waits)).toBe(MAX_OVERTAKES);
    expect(started.filter((id) => id !== waits)).toEqual(busy);
  });

  it('[G14] keeps the overtake limit when renderers claim at the same time', async () => {
    const waits = [];
    for (let index = 0; index < 3; index++) {
      waits.push(await queueFixture.queue(randomUUID(), randomUUID(), {}, 'x', 'other'));
    }
    for (let index = 0; index < 3 * MAX_OVERTAKES; index++) await queueFixture.queue(randomUUID(), randomUUID());
    const both = [ONE, TWO, randomUUID(), randomUUID()].map((owner) => [owner, holding('mini')] as const);
    const started = await drain(both);
    expect(new Set(started).size).toBe(started.length);
    for (const id of waits) {
      expect(await queueFixture.overtakenOf(id)).toBeLessThanOrEqual(MAX_OVERTAKES);
      // The order of four concurrent claims is unknown.
      expect(started.indexOf(id)).toBeLessThan(MAX_OVERTAKES + waits.length + both.length);
    }
  });

  it('[G63] counts the parts of the prompts of waiting, rendering, and measured takes', async () => {
    const [plain, parts] = [
      await queueFixture.queue(randomUUID(), randomUUID(), {}, 'sand and a fox in the BAND'),
      await queueFixture.queue(randomUUID(), randomUUID(), {}, 'a fox AND snow AND night :0.6'),
    ];
    const partsOf = (takes: readonly { readonly id: string; readonly promptParts?: number | undefined }[]) =>
      [plain, parts].map((id) => takes.find((take) => take.id === id)?.promptParts);
    expect(partsOf((await queueFixture.takeQueue.backlog(10)).waiting)).toEqual([1, 3]);
    expect(await queueFixture.claim(ONE)).toBe(plain);
    expect(await queueFixture.claim(TWO)).toBe(parts);
    expect(partsOf((await queueFixture.takeQueue.backlog()).running)).toEqual([1, 3]);
    await queueFixture.finish(plain, ONE);
    await queueFixture.finish(parts, TWO);
    const measured = await queueFixture.takes.measuredTakes(2);
    expect(measured.map(({ promptParts }) => promptParts).sort()).toEqual([1, 3]);
  });

  it('[G14] starts a requeued take first', async () => {
    const [room, ann] = [randomUUID(), randomUUID()];
    const first = await queueFixture.queue(room, ann);
    expect(await queueFixture.claim(ONE)).toBe(first);
    const other = await queueFixture.queue(room, randomUUID());
    await queueFixture.attempts.requeue(first, ONE);
    expect(await drain([[TWO, holding()]])).toEqual([first, other]);
  });

  it('[G2] serves a room when another one is flooded', async () => {
    const [ann, flooded] = [randomUUID(), randomUUID()];
    const flood = [];
    for (let index = 0; index < 8; index++) flood.push(await queueFixture.queue(flooded, ann));
    const late = await queueFixture.queue(randomUUID(), randomUUID());
    const started = await drain([[ONE, holding('mini')]]);
    expect(started.indexOf(late)).toBe(1);
    expect(started.filter((id) => id !== late)).toEqual(flood);
  });

  it.each([
    ['[M112] a sample', randomUUID(), null],
    ['[G102] a take of the house room', HOUSE_ROOM_ID, HOUSE_USER_ID],
  ])(
    '%s returns to the queue when a user queues a take and no renderer is idle',
    async (_what, roomId, houseUserId) => {
      const authorId = houseUserId ?? roomId;
      const sample = await queueFixture.queue(roomId, authorId);
      expect(await queueFixture.claim(ONE)).toBe(sample);
      const commands: TakeCommand[] = [];
      const busy = { state: 'rendering', attempt: { takeId: sample, roomId, authorId } };
      let all: unknown[] = [busy, { state: 'idle', attempt: null }];
      const renderers = { list: () => all, sendCommand: (command: TakeCommand) => commands.push(command) };
      const [none, noSubscriptions] = [{} as never, { onChange: () => undefined, register: () => undefined } as never];
      new RenderDispatcher(
        renderers as unknown as Renderers,
        none,
        none,
        none,
        none,
        none,
        noSubscriptions,
        none,
        queueFixture.events,
        noSubscriptions,
        none,
      ).onModuleInit();

      const first = await queueFixture.queue(randomUUID(), randomUUID());
      expect(commands).toEqual([]);
      all = [busy, { state: 'rendering', attempt: { takeId: first, roomId: ONE, authorId: TWO } }];
      const other = randomUUID();
      const later = await queueFixture.queue(other, other);
      expect(commands).toEqual([]);
      const second = await queueFixture.queue(randomUUID(), randomUUID());
      expect(commands).toEqual([{ type: 'cancel', takeId: sample }]);

      expect(await queueFixture.attempts.confirmCancel(sample, ONE, 2)).toBe(true);
      expect(await queueFixture.attempts.confirmCancel(sample, ONE, 2)).toBe(false);
      expect(await queueFixture.takes.byId(sample)).toMatchObject({ status: 'queued' });
      expect(queueFixture.ends.map(({ id }) => id)).not.toContain(sample);
      const started = await drain([[ONE, holding('mini')]]);
      expect(started).toEqual([first, second, sample, later]);
    },
  );

  describe('a long queue', () => {
    const WAITING = 1_200;
    let long: TakeQueueFixture;

    beforeAll(async () => {
      long = await TakeQueueFixture.on(await freshDatabase(dialect));
      const rooms = Array.from({ length: 150 }, () => randomUUID());
      const users = Array.from({ length: 300 }, () => randomUUID());
      await long.unitOfWork.run(async () => {
        for (let index = 0; index < WAITING; index++) {
          const [roomId = '', authorId = ''] = [rooms[index % 150], users[index % 300]];
          const settings = { ...SETTINGS, model: index % 7 === 0 ? 'other' : 'mini' };
          const request = { roomId, authorId, writerIds: [], settings, prompt: 'a fox', negative: '' };
          await long.takes.add(randomUUID(), request, long.now + index);
        }
      });
      long.now += WAITING;
    });

    it('[G9] gives each take a position, and starts them in that order', async () => {
      const places = await long.queueService.estimate();
      expect(places.map(({ position }) => position)).toEqual(Array.from({ length: WAITING }, (_, at) => at + 1));
      expect(new Set(places.map(({ takeId }) => takeId)).size).toBe(WAITING);
      const held = new Set<string>();
      for (const { takeId } of places.slice(0, 5)) {
        expect(await long.claim(ONE, holding(...held))).toBe(takeId);
        await long.finish(takeId, ONE);
        held.add((await long.takes.byId(takeId))?.settings.model ?? '');
      }
    });

    it('[G14] claims a take without reading the settings of the others', async () => {
      let id: string | undefined;
      const read = await recordingQueries(long.database)(async () => (id = await long.claim(ONE, holding('other'))));
      // Reads waiting takes and earlier attempts; the take itself is read in the transaction that claims it.
      expect(read.map((rows) => rows.length)).toEqual([WAITING - 5, expect.any(Number)]);
      expect((await long.takes.byId(id ?? ''))?.settings.model).toBe('other');
      const longest = Math.max(...read.flat().map((row) => JSON.stringify(row).length));
      expect(longest).toBeLessThan(400);
      expect(read.flat().filter((row) => JSON.stringify(row).includes('scheduler'))).toEqual([]);
    });

    it('[G14] derives memory keys when a former version queued the takes', async () => {
      const { database } = long;
      const settings = JSON.stringify({ ...SETTINGS, model: 'other', loras: [{ id: 'ink', weight: 1 }] });
      const rows = database.query<{
        take: { status: string; settings: string; model: string | null; memory_key: string | null };
      }>();
      await rows
        .updateTable('take')
        .set({ settings, model: null, memory_key: null })
        .where('status', '=', 'queued')
        .execute();
      const { waiting } = await long.takeQueue.backlog();
      expect(new Set(waiting.map(({ model, memoryKey }) => `${model} ${memoryKey}`))).toEqual(
        new Set(['other other|ink@1']),
      );
    });
  });
});
