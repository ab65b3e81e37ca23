import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type Job, type JobKind, Rejection } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { JobRepository } from '@visionary/platform/jobs';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { DatabaseJobs, JobsOptions } from '../../libs/platform/jobs/database-jobs.js';
import { migratedOrm, openOrm } from '../support/orm.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const KIND = 'test.work';
const LEASE_MS = 60_000;

describe.each(DIALECTS)('jobs in %s', (dialect) => {
  let url: string;
  let now: number;
  let nodes: DatabaseJobs[];
  /** Attempts that began and wait to be ended by the test. */
  let begun: (Job & { readonly node: string; end(error?: Error): void })[];

  const node = async (
    name: string,
    { isSingleNode = false, ...kind }: Partial<JobKind> & { isSingleNode?: boolean } = {},
  ) => {
    const database = new Database(await openOrm(url));
    const events = createDomainEvents();
    const unitOfWork = new MikroUnitOfWork(database, events);
    const rows = new JobRepository(database);
    const jobs = new DatabaseJobs(rows, unitOfWork, { now: () => now }, new JobsOptions(isSingleNode), events);
    const run = (job: Job) =>
      new Promise<void>((resolve, reject) => {
        job.signal.addEventListener('abort', () => reject(job.signal.reason as Error));
        begun.push({ ...job, node: name, end: (error) => (error ? reject(error) : resolve()) });
      });
    jobs.register({ kind: KIND, run, ...kind });
    await jobs.onApplicationBootstrap();
    nodes.push(jobs);
    return { jobs, rows, unitOfWork };
  };
  const begins = async (count: number) => {
    while (begun.length < count) await new Promise(setImmediate);
    return begun[count - 1] as (typeof begun)[number];
  };
  const settled = async (rows: JobRepository, holds: (summary: object | undefined) => boolean) => {
    while (!holds((await rows.summaries(now)).find(({ kind }) => kind === KIND))) await new Promise(setImmediate);
  };

  beforeEach(async () => {
    url = await freshDatabase(dialect);
    await migratedOrm(url);
    now = 1_000_000;
    nodes = [];
    begun = [];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const jobs of nodes) await jobs.onModuleDestroy();
  });

  it('[D4] a job is done once, by one of the nodes, and again when it is added while it runs', async () => {
    const [one, two] = [await node('one'), await node('two')];
    await one.jobs.add(KIND, 'a', { payload: { n: 1 } });
    const first = await begins(1);
    expect(first).toMatchObject({ key: 'a', payload: { n: 1 }, attempts: 1 });
    await two.jobs.add(KIND, 'b');
    expect(await begins(2)).toMatchObject({ key: 'b' });
    await two.jobs.add(KIND, 'a');
    first.end();
    const again = await begins(3);
    expect(again).toMatchObject({ key: 'a', payload: { n: 1 }, attempts: 1 });
    for (const { end } of begun) end();
    await settled(one.rows, (summary) => summary === undefined);
    expect(begun.map(({ key }) => key)).toEqual(['a', 'b', 'a']);
  });

  it('[D4] a job added in a transaction exists when the transaction commits', async () => {
    const { jobs, rows, unitOfWork } = await node('one');
    const failing = unitOfWork.run(async () => {
      await jobs.add(KIND, 'a');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await unitOfWork.run(() => jobs.add(KIND, 'b'));
    const job = await begins(1);
    expect(job.key).toBe('b');
    const undone = unitOfWork.run(async () => {
      expect(await job.complete()).toBe(true);
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    expect(await rows.summaries(now)).toMatchObject([{ running: 1 }]);
    await unitOfWork.run(() => job.complete());
    expect(await rows.summaries(now)).toEqual([]);
    job.end();
  });

  it('[D5] a failed job is retried later and shows its error, and an interrupted attempt does not count', async () => {
    const one = await node('one');
    await one.jobs.add(KIND, 'a');
    (await begins(1)).end(new Error('no disk'));
    await settled(one.rows, (summary) => (summary as { failed: number }).failed === 1);
    const [summary] = await one.rows.summaries(now);
    expect(summary).toMatchObject({ kind: KIND, waiting: 0, running: 0, failed: 1, lastError: 'Error: no disk' });
    expect(summary?.nextRunAt).toBe(now + 2_000);
    now += 2_000;
    await one.jobs.add(KIND, 'a');
    expect((await begins(2)).attempts).toBe(2);
    await one.jobs.onModuleDestroy();
    await node('two');
    expect(await begins(3)).toMatchObject({ node: 'two', attempts: 2 });
  });

  it('[D5] a rejected job is retried and logged as a warning with its code, a job with a bug with its stack', async () => {
    const [warn, error] = (['warn', 'error'] as const).map((level) => jest.spyOn(Logger.prototype, level));
    const { jobs, rows } = await node('one');
    const [rejection, bug] = [new Rejection('SAFETY_CHECK_UNAVAILABLE'), new Error('no disk')];
    await jobs.add(KIND, 'a');
    (await begins(1)).end(rejection);
    await settled(rows, (summary) => (summary as { failed: number }).failed === 1);
    expect([warn?.mock.calls, error?.mock.calls]).toEqual([
      [[expect.any(String), { kind: KIND, key: 'a', code: rejection.code }]],
      [],
    ]);
    await jobs.add(KIND, 'b');
    (await begins(2)).end(bug);
    await settled(rows, (summary) => (summary as { failed: number }).failed === 2);
    expect(error?.mock.calls).toEqual([[expect.any(String), { kind: KIND, key: 'b' }, bug]]);
  });

  it('[D5] the job of a crashed node is continued after its lease, and that node can no longer complete it', async () => {
    const dead = await node('dead');
    await dead.jobs.add(KIND, 'a');
    const lost = await begins(1);
    await node('early');
    now += LEASE_MS;
    await node('late');
    expect(await begins(2)).toMatchObject({ key: 'a', attempts: 2 });
    expect(begun[1]?.node).not.toBe('dead');
    expect(await lost.complete()).toBe(false);
    await node('alone', { isSingleNode: true });
    expect(await begins(3)).toMatchObject({ node: 'alone', attempts: 3 });
  });

  it('[D5] a job continues from the payload saved last in a transaction that committed', async () => {
    const { jobs, unitOfWork } = await node('one');
    await jobs.add(KIND, 'a', { payload: { cursor: 0 } });
    const job = await begins(1);
    await unitOfWork.run(() => job.save({ cursor: 1 }));
    const undone = unitOfWork.run(async () => {
      expect(await job.save({ cursor: 2 })).toBe(true);
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    now += LEASE_MS;
    await node('two');
    expect(await begins(2)).toMatchObject({ key: 'a', payload: { cursor: 1 } });
    expect(await job.save({ cursor: 3 })).toBe(false);
  });

  it('[D5] a removed job can no longer be completed', async () => {
    const { jobs, rows } = await node('one');
    await jobs.add(KIND, 'a');
    const job = await begins(1);
    await jobs.remove(KIND, 'a');
    expect([await job.save({}), await job.complete()]).toEqual([false, false]);
    job.end();
    expect(await rows.summaries(now)).toEqual([]);
  });

  it('[D5] a job waits for a node that accepts it, and a recurring job returns', async () => {
    const one = await node('one', { accepts: async () => false, everyMs: 5_000, initialDelayMs: 1_000 });
    expect(await one.rows.summaries(now)).toMatchObject([{ waiting: 0, nextRunAt: now + 1_000 }]);
    now += 1_000;
    expect(await one.rows.summaries(now)).toMatchObject([{ waiting: 1, nextRunAt: now }]);
    const two = await node('two', { everyMs: 5_000, initialDelayMs: 1_000 });
    const job = await begins(1);
    expect(job).toMatchObject({ node: 'two', key: '', payload: null });
    job.end();
    await settled(two.rows, (summary) => (summary as { running: number }).running === 0);
    expect(await two.rows.summaries(now)).toMatchObject([{ nextRunAt: now + 5_000 }]);
  });
});
