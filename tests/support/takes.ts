import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type Clock, type DomainEvent, type Ids, SystemClock } from '@visionary/kernel';
import { Database, createOrm, migrate } from '@visionary/platform/database';
import { generationEntities } from '@visionary/generation';
import { TakeCancelled, TakeFailed, TakeFinished, TakeStarted } from '../../libs/generation/domain/events.js';
import { type Model, ModelCatalogue } from '../../libs/generation/domain/model.js';
import { NewestPreviews } from '../../libs/generation/domain/newest-previews.js';
import type { RenderRecord } from '../../libs/generation/domain/renderer-protocol.js';
import { StepTimes } from '../../libs/generation/domain/step-times.js';
import type { TakeSettings } from '../../libs/generation/domain/take.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { CancelTake } from '../../libs/generation/usecases/cancel-take.js';
import { CheckOrder } from '../../libs/generation/usecases/check-order.js';
import { ClaimNextTake } from '../../libs/generation/usecases/claim-next-take.js';
import { EndCancelledTake } from '../../libs/generation/usecases/end-cancelled-take.js';
import { FailTake } from '../../libs/generation/usecases/fail-take.js';
import { FinishTake } from '../../libs/generation/usecases/finish-take.js';
import { HandBackTake } from '../../libs/generation/usecases/hand-back-take.js';
import { LoseRenderer } from '../../libs/generation/usecases/lose-renderer.js';
import { QueueTake } from '../../libs/generation/usecases/queue-take.js';
import { ReadLine } from '../../libs/generation/usecases/read-line.js';
import { ReclaimLostTakes } from '../../libs/generation/usecases/reclaim-lost-takes.js';
import { RenewLease } from '../../libs/generation/usecases/renew-lease.js';
import { queueLimits } from '../../libs/generation/wire/contract-limits.js';
import { InProcessDomainEvents } from '../../libs/platform/database/in-process-domain-events.js';
import { MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { atTheEnd } from './endings.js';

export const SETTINGS: TakeSettings = {
  ...{ model: 'mini', scheduler: 'ddim', steps: 4, guidance: 5, width: 64, height: 64, seed: 7, batch: 1 },
};

const MINI: Model = {
  ...{ id: 'mini', dir: '/nowhere', title: 'Mini', by: '', about: { en: '', zh: '' }, licence: '' },
  ...{ sizes: [{ width: 64, height: 64 }], sizeMultiple: 16, schedulers: ['ddim'] },
  ...{ recommended: SETTINGS, examples: { en: [], zh: [] } },
};

class OneModel extends ModelCatalogue {
  async list(): Promise<readonly Model[]> {
    return [MINI];
  }
}

const RECORD: RenderRecord = {
  ...{ modelName: 'mini', modelHash: 'f'.repeat(64), runtime: 'test', provider: 'cpu', infotext: 'x' },
  job: { ...SETTINGS, prompt: 'a fox', negative: '' },
  ...{ loadMs: 0, renderMs: 100 },
};

const ENDS = [TakeFinished, TakeFailed, TakeCancelled];

/** The rules of takes over a real database, without a renderer or a server. */
export class TakesAtWork {
  /** How each take has ended, in the order they did. */
  readonly ends: { id: string; how: string }[] = [];
  readonly started: string[] = [];

  private constructor(
    readonly database: Database,
    private readonly events: InProcessDomainEvents,
    private readonly clock: Clock,
  ) {
    for (const type of ENDS) {
      events.afterCommit(type, (event: DomainEvent & { take: { id: string } }) => {
        this.ends.push({ id: event.take.id, how: type.name });
      });
    }
    events.afterCommit(TakeStarted, ({ take }) => void this.started.push(take.id));
  }

  static async on(url: string, clock: Clock = new SystemClock()): Promise<TakesAtWork> {
    const orm = createOrm({ url, entities: generationEntities });
    await orm.connect();
    await migrate(orm, url);
    atTheEnd(() => orm.close());
    return new TakesAtWork(new Database(orm), new InProcessDomainEvents(new Logger('test')), clock);
  }

  readonly ids: Ids = { next: randomUUID };
  get takes() {
    return new SqlTakes(this.database);
  }
  get unitOfWork() {
    return new MikroUnitOfWork(this.database, this.events);
  }
  get line() {
    return new ReadLine(this.takes, new StepTimes(), new NewestPreviews(), this.clock);
  }
  get fail() {
    return new FailTake(this.takes, this.unitOfWork, this.clock);
  }
  get cancel() {
    return new CancelTake(this.takes, this.unitOfWork, this.clock);
  }
  get endCancelled() {
    return new EndCancelledTake(this.takes, this.unitOfWork, this.clock);
  }
  get handBack() {
    return new HandBackTake(this.takes, this.unitOfWork);
  }
  get lose() {
    return new LoseRenderer(this.takes, this.fail);
  }
  get renew() {
    return new RenewLease(this.takes, this.clock);
  }
  get reclaim() {
    return new ReclaimLostTakes(this.takes, this.fail, this.endCancelled, this.unitOfWork, this.clock);
  }

  async queue(roomId: string, authorId: string, change: Partial<TakeSettings> = {}, prompt = 'a fox'): Promise<string> {
    const check = new CheckOrder(new OneModel(), this.takes, queueLimits, this.line);
    const queueTake = new QueueTake(this.takes, check, this.unitOfWork, this.clock, this.ids);
    const settings = { ...SETTINGS, ...change };
    const order = { roomId, authorId, writerIds: [], prompt, negative: '', settings };
    return (await this.unitOfWork.run(() => queueTake.run(order))).id;
  }

  async claim(owner: string): Promise<string | undefined> {
    const take = await new ClaimNextTake(this.takes, this.unitOfWork, this.clock).run(owner, 30_000);
    return take?.id;
  }

  finish(takeId: string, owner: string): Promise<boolean> {
    const store = { keep: async () => 'a'.repeat(64) };
    const finish = new FinishTake(this.takes, store, this.unitOfWork, this.clock);
    return finish.run(takeId, owner, [{ png: new Uint8Array(1), width: 64, height: 64, seed: 7 }], RECORD);
  }
}
