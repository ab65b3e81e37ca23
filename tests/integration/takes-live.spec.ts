import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/rejections.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { TakeQueueFixture } from '../support/takes.js';

const [ONE, TWO] = [randomUUID(), randomUUID()];
const MANY = 5;
const LIMIT = { maxSteers: MANY, maxLength: 100 };

describe.each(DIALECTS)('commands for rendering takes, on %s', (dialect) => {
  let work: TakeQueueFixture;

  beforeAll(async () => {
    work = await TakeQueueFixture.on(await freshDatabase(dialect));
  });

  const startTake = async () => {
    const [roomId, author] = [randomUUID(), randomUUID()];
    const id = await work.queue(roomId, author);
    expect(await work.claim(ONE)).toBe(id);
    return { id, roomId, author };
  };
  const steerRequest = (
    { id, roomId }: { id: string; roomId: string },
    prompt: string,
    clientId: string = randomUUID(),
  ) => ({
    ...{ takeId: id, roomId, byId: TWO, clientId, prompt, negative: '' },
  });
  const pending = async (id: string) => (await work.commands.pendingSteers(id)).map(({ prompt }) => prompt);

  it('[A37] counts the bytes of the images of each author', async () => {
    const take = await startTake();
    await work.finish(take.id, ONE);
    expect(await work.takes.imageBytesOf(take.author)).toBe(1);
    expect(await work.takes.imageBytesOf(randomUUID())).toBe(0);
  });

  it('[G34] cancels a take that an admin ended before its result arrived', async () => {
    const take = await startTake();
    await work.commands.stop({ takeId: take.id, roomId: take.roomId, byId: take.author, canCancelAny: false });
    await work.commands.endAsAdmin({ takeId: take.id, byId: TWO, reason: 'busy' });
    expect(await work.finish(take.id, ONE, { image: 0, step: 2 })).toBe(true);
    expect(await work.takes.byId(take.id)).toMatchObject({ status: 'cancelled', adminReason: 'busy', images: [] });
    expect(work.ends.at(-1)).toEqual({ id: take.id, how: 'TakeCancelled' });
  });

  it('[G20] keeps steers pending, in order, until the renderer applied them', async () => {
    const take = await startTake();
    for (const prompt of ['one', 'two', 'three']) await work.commands.steer(steerRequest(take, prompt), LIMIT);
    expect(await pending(take.id)).toEqual(['one', 'two', 'three']);
    const [one, two] = await work.commands.pendingSteers(take.id);
    const record = (owner: string, steerId = '', step = 5) =>
      work.attempts.recordSteer(take.id, owner, { steerId, imageIndex: 0, step });
    expect(await record(ONE, one?.id, 4)).toBe(true);
    expect(await pending(take.id)).toEqual(['two', 'three']);
    // Reported twice, by a renderer that lost the take, and for an unknown steer.
    expect(await record(ONE, one?.id, 9)).toBe(false);
    expect(await record(TWO, two?.id)).toBe(false);
    expect(await record(ONE, randomUUID())).toBe(false);
    const { steers } = (await work.takes.byId(take.id)) ?? {};
    expect(steers).toMatchObject([{ id: one?.id, byId: TWO, prompt: 'one', image: 0, step: 4 }]);
    await work.finish(take.id, ONE);
    expect(await record(ONE, two?.id)).toBe(false);
  });

  it('[G20] records each steer once when all are reported at the same time', async () => {
    const take = await startTake();
    for (const prompt of ['one', 'two', 'three', 'four']) await work.commands.steer(steerRequest(take, prompt), LIMIT);
    const pendingBefore = await work.commands.pendingSteers(take.id);
    const reports = pendingBefore.flatMap(({ id }, step) => [1, 2].map(() => ({ steerId: id, imageIndex: 0, step })));
    const recorded = await Promise.all(reports.map((steer) => work.attempts.recordSteer(take.id, ONE, steer)));
    expect(recorded.filter(Boolean)).toHaveLength(4);
    const { steers = [] } = (await work.takes.byId(take.id)) ?? {};
    expect(steers.map(({ prompt }) => prompt).toSorted()).toEqual(['four', 'one', 'three', 'two']);
    await work.finish(take.id, ONE);
  });

  it('[G20] counts a steer once when its command is repeated', async () => {
    const take = await startTake();
    const clientId = randomUUID();
    await Promise.all([1, 2, 3, 4].map((text) => work.commands.steer(steerRequest(take, `${text}`, clientId), LIMIT)));
    expect(await pending(take.id)).toHaveLength(1);
    await work.finish(take.id, ONE);
    // A lost acknowledgement is sent again, also after the take ended.
    expect(await codeOf(work.commands.steer(steerRequest(take, 'x', clientId), LIMIT))).toBe('ok');
  });

  it('[G20] limits the steers of a take when all arrive at the same time', async () => {
    const take = await startTake();
    const codes = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(() => codeOf(work.commands.steer(steerRequest(take, 'x'), LIMIT))),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(MANY);
    expect(codes.filter((code) => code === 'GENERATION_TOO_MANY_STEERS')).toHaveLength(3);
    expect(await pending(take.id)).toHaveLength(MANY);
    await work.finish(take.id, ONE);
    const longSteers = await startTake();
    await work.commands.steer(steerRequest(longSteers, 'x'.repeat(60)), LIMIT);
    expect(await codeOf(work.commands.steer(steerRequest(longSteers, 'x'.repeat(41)), LIMIT))).toBe(
      'GENERATION_TOO_MANY_STEERS',
    );
    expect(await codeOf(work.commands.steer(steerRequest(longSteers, 'x'.repeat(40)), LIMIT))).toBe('ok');
    await work.finish(longSteers.id, ONE);
  });

  it('[G20] keeps applied and pending steers when the renderer is lost', async () => {
    const take = await startTake();
    for (const prompt of ['one', 'two']) await work.commands.steer(steerRequest(take, prompt), LIMIT);
    const [one] = await work.commands.pendingSteers(take.id);
    await work.attempts.recordSteer(take.id, ONE, { steerId: one?.id ?? '', imageIndex: 0, step: 2 });
    work.now += 40_000;
    await work.attempts.reclaimExpired();
    expect(await work.claim(TWO)).toBe(take.id);
    expect((await work.takes.byId(take.id))?.steers).toMatchObject([{ prompt: 'one', step: 2 }]);
    expect(await pending(take.id)).toEqual(['two']);
    await work.finish(take.id, TWO);
  });

  it('[G21] ends a stopped take once in any race', async () => {
    const take = await startTake();
    const stop = { takeId: take.id, roomId: take.roomId, byId: take.author, canCancelAny: false };
    expect(await codeOf(work.commands.stop({ ...stop, byId: TWO }))).toBe('GENERATION_NOT_AUTHOR');
    expect(await codeOf(work.commands.stop({ ...stop, roomId: randomUUID() }))).toBe('GENERATION_TAKE_NOT_FOUND');
    expect(await work.attempts.renewLease(take.id, ONE, 30_000)).toBe('held');
    await work.commands.stop({ ...stop, byId: TWO, canCancelAny: true });
    await work.commands.stop(stop);
    expect(await work.attempts.renewLease(take.id, ONE, 30_000)).toBe('stopRequested');
    await work.commands.cancel(stop);
    expect(await work.attempts.renewLease(take.id, ONE, 30_000)).toBe('cancelRequested');
    const stoppedAt = { image: 0, step: 3 };
    const ends = await Promise.all([
      work.finish(take.id, ONE, stoppedAt),
      work.attempts.confirmCancel(take.id, ONE, 3),
    ]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(await codeOf(work.commands.stop(stop))).toBe('GENERATION_TAKE_ALREADY_ENDED');
  });

  it('[G21] records who stopped a take, and at which step', async () => {
    const take = await startTake();
    const stop = { takeId: take.id, roomId: take.roomId, byId: TWO, canCancelAny: true };
    await work.commands.stop(stop);
    await work.finish(take.id, ONE, { image: 0, step: 2 });
    expect(await work.takes.byId(take.id)).toMatchObject({ stopped: { byId: TWO, image: 0, step: 2 } });
    const queued = await work.queue(take.roomId, take.author);
    expect(await codeOf(work.commands.stop({ ...stop, takeId: queued }))).toBe('GENERATION_NOT_RENDERING');
    await work.claim(ONE);
    await work.finish(queued, ONE);
    expect(await work.takes.byId(queued)).toMatchObject({ stopped: null, steers: [] });
  });

  it('[G24] finds init images of the same room only', async () => {
    const take = await startTake();
    await work.finish(take.id, ONE);
    const upload = {
      ...{ id: randomUUID(), roomId: take.roomId, authorId: ONE, sha256: 'b'.repeat(64) },
      ...{ width: 9, height: 9, uploadedAt: work.now },
    };
    await work.uploads.add(upload);
    expect(await work.uploads.byId(upload.id)).toEqual(upload);
    expect(await work.uploads.byContent(take.roomId, upload.sha256)).toEqual(upload);
    expect(await work.uploads.countIn(take.roomId)).toBe(1);
    expect(await work.uploads.byContent(randomUUID(), upload.sha256)).toBeNull();
    const mask = { uploadId: upload.id };
    const init = { image: { takeId: take.id, index: 0 }, strength: 0.5, mask };
    expect(await work.inputs.resolveInitImage(take.roomId, init)).toEqual({
      sha256: 'a'.repeat(64),
      maskSha256: 'b'.repeat(64),
    });
    for (const [roomId, image] of [
      [randomUUID(), mask],
      [randomUUID(), init.image],
      [take.roomId, { takeId: take.id, index: 1 }],
      [take.roomId, { uploadId: take.id }],
    ] as const) {
      expect(await codeOf(work.inputs.resolveInitImage(roomId, { image, strength: 1 }))).toBe(
        'GENERATION_IMAGE_NOT_FOUND',
      );
    }
  });

  it('[G23] limits the uploads of a room, and stores each image once', async () => {
    const roomId = randomUUID();
    const addUpload = (byte: number) =>
      work.uploadsService.add({ roomId, authorId: ONE, png: new Uint8Array([byte]), width: 1, height: 1 }, 2);
    const [first] = [await addUpload(1), await addUpload(2)];
    expect(await addUpload(1)).toEqual(first);
    expect(await codeOf(addUpload(3))).toBe('GENERATION_TOO_MANY_UPLOADS');
    expect(await codeOf(work.uploadsService.requireSpace(roomId, 2))).toBe('GENERATION_TOO_MANY_UPLOADS');
    expect(await work.uploads.countIn(roomId)).toBe(2);
  });
});
