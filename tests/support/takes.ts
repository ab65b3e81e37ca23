import type { OpenCase, ReuploadMatcher } from '@visionary/safety';
import { createHash, randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type Clock, type DomainEvent, type Ids, SystemClock } from '@visionary/kernel';
import { Database, createOrm, migrate } from '@visionary/platform/database';
import { generationEntities } from '@visionary/generation';
import { noBlockedTerms } from './no-blocked-terms.js';
import { noPromptPrefix } from './no-prompt-prefix.js';
import type { QuarantineVersion } from '@visionary/hub';
import { TakeCancelled, TakeFailed, TakeFinished, TakeStarted } from '../../libs/generation/domain/events.js';
import { LoraCatalog } from '../../libs/generation/domain/loras.js';
import { type Model, ModelCatalog } from '../../libs/generation/domain/model.js';
import { RenderTimings } from '../../libs/generation/domain/render-timings.js';
import { LatestPreviews } from '../../libs/generation/domain/latest-previews.js';
import type { RendererCaches } from '../../libs/generation/domain/scheduling-policy.js';
import type { RenderRecord, StopPoint } from '../../libs/generation/domain/renderer-protocol.js';
import type { Renderers } from '../../libs/generation/domain/renderers.js';
import type { TakeSettings } from '../../libs/generation/domain/take.js';
import { ModelFileFingerprints } from '../../libs/generation/storage/model-file-fingerprints.js';
import { SqlModelTroubles } from '../../libs/generation/storage/sql-model-troubles.js';
import { SqlTakeQueue } from '../../libs/generation/storage/sql-take-queue.js';
import { SqlSteers } from '../../libs/generation/storage/sql-steers.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { SqlUploads } from '../../libs/generation/storage/sql-uploads.js';
import { CancelTake } from '../../libs/generation/use-cases/cancel-take.js';
import { ValidateRenderRequest } from '../../libs/generation/use-cases/validate-render-request.js';
import { CheckSettings } from '../../libs/generation/use-cases/check-settings.js';
import { CheckSteer } from '../../libs/generation/use-cases/check-steer.js';
import { ResolveLoras } from '../../libs/generation/use-cases/resolve-loras.js';
import { ClaimNextTake } from '../../libs/generation/use-cases/claim-next-take.js';
import { ConfirmCancel } from '../../libs/generation/use-cases/confirm-cancel.js';
import { FailTake } from '../../libs/generation/use-cases/fail-take.js';
import { ResolveInitImage } from '../../libs/generation/use-cases/resolve-init-image.js';
import { FinishTake } from '../../libs/generation/use-cases/finish-take.js';
import { ModerateFinishedImages } from '../../libs/generation/use-cases/moderate-finished-images.js';
import { RequeueTake } from '../../libs/generation/use-cases/requeue-take.js';
import type { ImageStore } from '../../libs/generation/domain/image-store.js';
import { StoreUpload } from '../../libs/generation/use-cases/store-upload.js';
import { HandleLostRenderer } from '../../libs/generation/use-cases/handle-lost-renderer.js';
import { RecordAppliedSteer } from '../../libs/generation/use-cases/record-applied-steer.js';
import { PendingSteers } from '../../libs/generation/use-cases/pending-steers.js';
import { QueueTake } from '../../libs/generation/use-cases/queue-take.js';
import { ReadQueue } from '../../libs/generation/use-cases/read-queue.js';
import { ReclaimExpiredLeases } from '../../libs/generation/use-cases/reclaim-expired-leases.js';
import { RenewLease } from '../../libs/generation/use-cases/renew-lease.js';
import { FailQuarantinedTakes } from '../../libs/generation/use-cases/fail-quarantined-takes.js';
import { ResetModelFailures } from '../../libs/generation/use-cases/reset-model-failures.js';
import { RecordModelFailure } from '../../libs/generation/use-cases/record-model-failure.js';
import { ReadQuarantine } from '../../libs/generation/use-cases/read-quarantine.js';
import { ReleaseModel } from '../../libs/generation/use-cases/release-model.js';
import { SteerTake } from '../../libs/generation/use-cases/steer-take.js';
import { StopTake } from '../../libs/generation/use-cases/stop-take.js';
import { loraLimits, queueLimits } from '../../libs/generation/api/contract-limits.js';
import { InProcessDomainEvents } from '../../libs/platform/database/in-process-domain-events.js';
import { MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { onCleanup } from './cleanup.js';

const nobodyLooks = () => Promise.resolve(null);

export const SETTINGS: TakeSettings = {
  ...{ model: 'mini', scheduler: 'ddim', steps: 4, guidance: 5, width: 64, height: 64, seed: 7, batch: 1 },
};

const MINI: Model & { readonly dir: string } = {
  ...{ id: 'mini', dir: '/nowhere', title: 'Mini', by: '', about: { en: '', zh: '' }, license: '' },
  ...{ sizes: [{ width: 64, height: 64 }], sizeMultiple: 16, schedulers: ['ddim'] },
  ...{ recommended: SETTINGS, examples: { en: [], zh: [] }, family: 'other', takesImages: true },
};

class NoLoras extends LoraCatalog {
  async list() {
    return [];
  }
  async compatibleWith() {
    return false;
  }
  parseLoraTags(text: string) {
    return { text, loras: [] };
  }
}

class TwoModels extends ModelCatalog {
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
export class TakeQueueFixture {
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

  static async on(url: string, clock: Clock = new SystemClock()): Promise<TakeQueueFixture> {
    const orm = createOrm({ url, entities: generationEntities });
    await orm.connect();
    await migrate(orm, url);
    onCleanup(() => orm.close());
    return new TakeQueueFixture(new Database(orm), new InProcessDomainEvents(new Logger('test')), clock);
  }

  /** `mini`, and `other` in a folder of the test's. */
  readonly models = new TwoModels();
  private readonly fingerprints = new ModelFileFingerprints();
  get troubles() {
    return new SqlModelTroubles(this.database);
  }
  get quarantine() {
    return new ReadQuarantine(this.models, this.fingerprints, this.troubles);
  }
  get noteTrouble() {
    return new RecordModelFailure(this.models, this.fingerprints, this.troubles, this.unitOfWork, this.clock);
  }
  get failQuarantined() {
    return new FailQuarantinedTakes(this.takes, this.turns, this.unitOfWork, this.clock);
  }
  get forgive() {
    return new ResetModelFailures(this.troubles);
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
    return new SqlTakeQueue(this.database);
  }
  get unitOfWork() {
    return new MikroUnitOfWork(this.database, this.events);
  }
  get line() {
    return new ReadQueue(
      this.turns,
      { list: () => [] } as unknown as Renderers,
      new RenderTimings(),
      new LatestPreviews(),
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
    const check = new CheckSteer(
      this.takes,
      this.steers,
      new ResolveLoras(new NoLoras(), loraLimits),
      noBlockedTerms(),
    );
    return new SteerTake(check, this.steers, this.unitOfWork, this.clock, this.ids);
  }
  get noteSteer() {
    return new RecordAppliedSteer(this.steers, this.unitOfWork, this.clock);
  }
  get pendingSteers() {
    return new PendingSteers(this.steers, this.takes);
  }
  get stop() {
    return new StopTake(this.takes, this.steers, this.unitOfWork);
  }
  get keepUpload() {
    const nameOf = (png: Uint8Array) => createHash('sha256').update(png).digest('hex');
    return new StoreUpload(this.uploads, imageStore(nameOf), this.clock, this.ids);
  }
  get findInit() {
    return new ResolveInitImage(this.takes, this.uploads);
  }
  get endCancelled() {
    return new ConfirmCancel(this.takes, this.unitOfWork, this.clock);
  }
  get handBack() {
    return new RequeueTake(this.takes, this.unitOfWork);
  }
  get lose() {
    return new HandleLostRenderer(this.takes, this.fail, this.endCancelled, this.unitOfWork);
  }
  get renew() {
    return new RenewLease(this.takes, this.clock);
  }
  get reclaim() {
    return new ReclaimExpiredLeases(this.takes, this.lose, this.clock);
  }

  async queue(
    roomId: string,
    authorId: string,
    change: Partial<TakeSettings> = {},
    prompt = 'a fox',
    model = 'mini',
  ): Promise<string> {
    const loras = new ResolveLoras(new NoLoras(), loraLimits);
    const settingsCheck = new CheckSettings(this.models, this.quarantine, loras, this.findInit);
    const check = new ValidateRenderRequest(settingsCheck, this.takes, queueLimits, this.line, noBlockedTerms());
    const queueTake = noPromptPrefix(new QueueTake(this.takes, check, this.unitOfWork, this.clock, this.ids));
    const settings = { ...SETTINGS, model, ...change };
    const order = { roomId, authorId, writerIds: [], prompt, negative: '', settings };
    return (await this.unitOfWork.run(() => queueTake.run(order))).id;
  }

  async claim(owner: string, memories?: RendererCaches): Promise<string | undefined> {
    const claim = new ClaimNextTake(this.takes, this.turns, this.unitOfWork, this.clock);
    const take = await claim.run(owner, 30_000, memories && (() => memories));
    return take?.id;
  }

  async overtakenOf(takeId: string): Promise<number> {
    const query = this.database.query<{ take: { id: string; overtaken: number } }>();
    return (await query.selectFrom('take').select('overtaken').where('id', '=', takeId).executeTakeFirstOrThrow())
      .overtaken;
  }

  finish(takeId: string, owner: string, stopPoint?: StopPoint): Promise<boolean> {
    const store = imageStore(() => 'a'.repeat(64));
    const nothingKnown = { ofFile: () => Promise.resolve(null) } as unknown as ReuploadMatcher;
    const known = new ModerateFinishedImages(nothingKnown, { run: nobodyLooks } as unknown as OpenCase);
    const finish = new FinishTake(this.takes, store, this.unitOfWork, this.clock, known);
    const record = { ...RECORD, job: { ...RECORD.job, ...(stopPoint && { stopPoint }) } };
    return finish.run(takeId, owner, [{ png: new Uint8Array(1), width: 64, height: 64, seed: 7 }], record);
  }
}

/** Keeps nothing, and calls it as it is told. */
const imageStore = (nameOf: (png: Uint8Array) => string): ImageStore => ({
  hold: (png, use) => use(nameOf(png)),
  holdAll: (pngs, use) => use(pngs.map(nameOf)),
  read: () => Promise.resolve(null),
  drop: () => Promise.resolve(),
});
