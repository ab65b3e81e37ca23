import type { OpenCase, ReturningContents } from '@visionary/safety';
import { createHash, randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type Clock, type DomainEvent, type Ids, SystemClock } from '@visionary/kernel';
import { Database, createOrm, migrate } from '@visionary/platform/database';
import { generationEntities } from '@visionary/generation';
import { noWords } from './no-words.js';
import { withoutStyle } from './no-style.js';
import type { QuarantineVersion } from '@visionary/hub';
import { TakeCancelled, TakeFailed, TakeFinished, TakeStarted } from '../../libs/generation/domain/events.js';
import { LoraCatalogue } from '../../libs/generation/domain/loras.js';
import { type Model, ModelCatalogue } from '../../libs/generation/domain/model.js';
import { Measures } from '../../libs/generation/domain/measures.js';
import { NewestPreviews } from '../../libs/generation/domain/newest-previews.js';
import type { RendererMemories } from '../../libs/generation/domain/queue-order.js';
import type { RenderRecord, StopPoint } from '../../libs/generation/domain/renderer-protocol.js';
import type { Renderers } from '../../libs/generation/domain/renderers.js';
import type { TakeSettings } from '../../libs/generation/domain/take.js';
import { SampledFingerprints } from '../../libs/generation/storage/sampled-fingerprints.js';
import { SqlModelTroubles } from '../../libs/generation/storage/sql-model-troubles.js';
import { SqlTurns } from '../../libs/generation/storage/sql-turns.js';
import { SqlSteers } from '../../libs/generation/storage/sql-steers.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { SqlUploads } from '../../libs/generation/storage/sql-uploads.js';
import { CancelTake } from '../../libs/generation/usecases/cancel-take.js';
import { CheckOrder } from '../../libs/generation/usecases/check-order.js';
import { CheckSettings } from '../../libs/generation/usecases/check-settings.js';
import { CheckSteer } from '../../libs/generation/usecases/check-steer.js';
import { ChooseLoras } from '../../libs/generation/usecases/choose-loras.js';
import { ClaimNextTake } from '../../libs/generation/usecases/claim-next-take.js';
import { EndCancelledTake } from '../../libs/generation/usecases/end-cancelled-take.js';
import { FailTake } from '../../libs/generation/usecases/fail-take.js';
import { FindInit } from '../../libs/generation/usecases/find-init.js';
import { FinishTake } from '../../libs/generation/usecases/finish-take.js';
import { KnownPictures } from '../../libs/generation/usecases/known-pictures.js';
import { HandBackTake } from '../../libs/generation/usecases/hand-back-take.js';
import type { PictureStore } from '../../libs/generation/domain/picture-store.js';
import { KeepUpload } from '../../libs/generation/usecases/keep-upload.js';
import { LoseRenderer } from '../../libs/generation/usecases/lose-renderer.js';
import { NoteSteer } from '../../libs/generation/usecases/note-steer.js';
import { PendingSteers } from '../../libs/generation/usecases/pending-steers.js';
import { QueueTake } from '../../libs/generation/usecases/queue-take.js';
import { ReadLine } from '../../libs/generation/usecases/read-line.js';
import { ReclaimLostTakes } from '../../libs/generation/usecases/reclaim-lost-takes.js';
import { RenewLease } from '../../libs/generation/usecases/renew-lease.js';
import { FailQuarantinedTakes } from '../../libs/generation/usecases/fail-quarantined-takes.js';
import { ForgiveModel } from '../../libs/generation/usecases/forgive-model.js';
import { NoteModelTrouble } from '../../libs/generation/usecases/note-model-trouble.js';
import { ReadQuarantine } from '../../libs/generation/usecases/read-quarantine.js';
import { ReleaseModel } from '../../libs/generation/usecases/release-model.js';
import { SteerTake } from '../../libs/generation/usecases/steer-take.js';
import { StopTake } from '../../libs/generation/usecases/stop-take.js';
import { loraLimits, queueLimits } from '../../libs/generation/wire/contract-limits.js';
import { InProcessDomainEvents } from '../../libs/platform/database/in-process-domain-events.js';
import { MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { atTheEnd } from './endings.js';

const nobodyLooks = () => Promise.resolve(null);

export const SETTINGS: TakeSettings = {
  ...{ model: 'mini', scheduler: 'ddim', steps: 4, guidance: 5, width: 64, height: 64, seed: 7, batch: 1 },
};

const MINI: Model & { readonly dir: string } = {
  ...{ id: 'mini', dir: '/nowhere', title: 'Mini', by: '', about: { en: '', zh: '' }, licence: '' },
  ...{ sizes: [{ width: 64, height: 64 }], sizeMultiple: 16, schedulers: ['ddim'] },
  ...{ recommended: SETTINGS, examples: { en: [], zh: [] }, family: 'other', takesPictures: true },
};

class NoLoras extends LoraCatalogue {
  async list() {
    return [];
  }
  async fits() {
    return false;
  }
  takeTags(text: string) {
    return { text, loras: [] };
  }
}

class TwoModels extends ModelCatalogue {
  dir = MINI.dir;

  async list(): Promise<readonly Model[]> {
    return [MINI, { ...MINI, id: 'other', dir: this.dir }];
  }
}

const RECORD: RenderRecord = {
  ...{ modelName: 'mini', modelHash: 'f'.repeat(64), runtime: 'test', provider: 'cpu', infotext: 'x' },
  job: { ...SETTINGS, init: undefined, prompt: 'a fox', negative: '' },
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
    readonly events: InProcessDomainEvents,
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

  /** `mini`, and `other` in a folder of the test's. */
  readonly models = new TwoModels();
  private readonly fingerprints = new SampledFingerprints();
  get troubles() {
    return new SqlModelTroubles(this.database);
  }
  get quarantine() {
    return new ReadQuarantine(this.models, this.fingerprints, this.troubles);
  }
  get noteTrouble() {
    return new NoteModelTrouble(this.models, this.fingerprints, this.troubles, this.unitOfWork, this.clock);
  }
  get failQuarantined() {
    return new FailQuarantinedTakes(this.takes, this.turns, this.unitOfWork, this.clock);
  }
  get forgive() {
    return new ForgiveModel(this.troubles);
  }
  get release() {
    // Nothing here is of the hub.
    return new ReleaseModel(this.troubles, { release: () => Promise.resolve(false) } as unknown as QuarantineVersion);
  }

  readonly ids: Ids = { next: randomUUID };
  get takes() {
    return new SqlTakes(this.database);
  }
  get turns() {
    return new SqlTurns(this.database);
  }
  get unitOfWork() {
    return new MikroUnitOfWork(this.database, this.events);
  }
  get line() {
    return new ReadLine(
      this.turns,
      { list: () => [] } as unknown as Renderers,
      new Measures(),
      new NewestPreviews(),
      this.clock,
    );
  }
  get fail() {
    return new FailTake(this.takes, this.unitOfWork, this.clock);
  }
  get cancel() {
    return new CancelTake(this.takes, this.unitOfWork, this.clock);
  }
  get steers() {
    return new SqlSteers(this.database);
  }
  get uploads() {
    return new SqlUploads(this.database);
  }
  get steer() {
    const check = new CheckSteer(this.takes, this.steers, new ChooseLoras(new NoLoras(), loraLimits), noWords());
    return new SteerTake(check, this.steers, this.unitOfWork, this.clock, this.ids);
  }
  get noteSteer() {
    return new NoteSteer(this.steers, this.unitOfWork, this.clock);
  }
  get pendingSteers() {
    return new PendingSteers(this.steers, this.takes);
  }
  get stop() {
    return new StopTake(this.takes, this.steers, this.unitOfWork);
  }
  get keepUpload() {
    const nameOf = (png: Uint8Array) => createHash('sha256').update(png).digest('hex');
    return new KeepUpload(this.uploads, pictureStore(nameOf), this.clock, this.ids);
  }
  get findInit() {
    return new FindInit(this.takes, this.uploads);
  }
  get endCancelled() {
    return new EndCancelledTake(this.takes, this.unitOfWork, this.clock);
  }
  get handBack() {
    return new HandBackTake(this.takes, this.unitOfWork);
  }
  get lose() {
    return new LoseRenderer(this.takes, this.fail, this.endCancelled, this.unitOfWork);
  }
  get renew() {
    return new RenewLease(this.takes, this.clock);
  }
  get reclaim() {
    return new ReclaimLostTakes(this.takes, this.lose, this.clock);
  }

  async queue(
    roomId: string,
    authorId: string,
    change: Partial<TakeSettings> = {},
    prompt = 'a fox',
    model = 'mini',
  ): Promise<string> {
    const loras = new ChooseLoras(new NoLoras(), loraLimits);
    const settingsCheck = new CheckSettings(this.models, this.quarantine, loras, this.findInit);
    const check = new CheckOrder(settingsCheck, this.takes, queueLimits, this.line, noWords());
    const queueTake = withoutStyle(new QueueTake(this.takes, check, this.unitOfWork, this.clock, this.ids));
    const settings = { ...SETTINGS, model, ...change };
    const order = { roomId, authorId, writerIds: [], prompt, negative: '', settings };
    return (await this.unitOfWork.run(() => queueTake.run(order))).id;
  }

  async claim(owner: string, memories?: RendererMemories): Promise<string | undefined> {
    const claim = new ClaimNextTake(this.takes, this.turns, this.unitOfWork, this.clock);
    const take = await claim.run(owner, 30_000, memories && (() => memories));
    return take?.id;
  }

  async overtakenOf(takeId: string): Promise<number> {
    const query = this.database.query<{ take: { id: string; overtaken: number } }>();
    return (await query.selectFrom('take').select('overtaken').where('id', '=', takeId).executeTakeFirstOrThrow())
      .overtaken;
  }

  finish(takeId: string, owner: string, stopAt?: StopPoint): Promise<boolean> {
    const store = pictureStore(() => 'a'.repeat(64));
    const nothingKnown = { ofFile: () => Promise.resolve(null) } as unknown as ReturningContents;
    const known = new KnownPictures(nothingKnown, { run: nobodyLooks } as unknown as OpenCase);
    const finish = new FinishTake(this.takes, store, this.unitOfWork, this.clock, known);
    const record = { ...RECORD, job: { ...RECORD.job, ...(stopAt && { stopAt }) } };
    return finish.run(takeId, owner, [{ png: new Uint8Array(1), width: 64, height: 64, seed: 7 }], record);
  }
}

/** Keeps nothing, and calls it as it is told. */
const pictureStore = (nameOf: (png: Uint8Array) => string): PictureStore => ({
  hold: (png, use) => use(nameOf(png)),
  holdAll: (pngs, use) => use(pngs.map(nameOf)),
  read: () => Promise.resolve(null),
  drop: () => Promise.resolve(),
});
