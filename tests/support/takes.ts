import { type BlobStore, type UnreferencedBlobs } from '@visionary/platform/blobs';
import type { Settings, TakeSettings } from '@visionary/contract';
import { createHash, randomUUID } from 'node:crypto';
import type { AuditLog, OpenCase, ReuploadMatcher } from '@visionary/safety';
import type { Clock, DomainEvents, Ids } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { generationEntities } from '@visionary/generation';
import type { QuarantineVersion } from '@visionary/hub';
import { TakeCancelled, TakeFailed, TakeFinished, TakeStarted } from '../../libs/generation/domain/events.js';
import type { AdditionCatalog } from '../../libs/generation/domain/additions.js';
import { LoraCatalog } from '../../libs/generation/domain/loras.js';
import { type Model, ModelCatalog } from '../../libs/generation/domain/model.js';
import { RenderTimings } from '../../libs/generation/domain/render-timings.js';
import { LatestFrames } from '../../libs/generation/domain/latest-frames.js';
import { LentTakeRules } from '../../libs/generation/domain/lent-take-rules.js';
import type { RendererCaches } from '../../libs/generation/domain/scheduling-policy.js';
import type { RenderRecord, StopPoint } from '../../libs/generation/domain/renderer-protocol.js';
import type { RendererStatus, Renderers } from '../../libs/generation/domain/renderers.js';
import { ModelFileFingerprints } from '../../libs/generation/storage/model-file-fingerprints.js';
import { SqlModelFailures } from '../../libs/generation/storage/sql-model-failures.js';
import { SqlTakeQueue } from '../../libs/generation/storage/sql-take-queue.js';
import { SqlSteers } from '../../libs/generation/storage/sql-steers.js';
import { SqlTakeLeases } from '../../libs/generation/storage/sql-take-leases.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { SqlUploads } from '../../libs/generation/storage/sql-uploads.js';
import { ModelSelections } from '../../libs/generation/domain/model-selections.js';
import type { PublishedModels } from '../../libs/generation/domain/published-models.js';
import type { ImageQuota } from '@visionary/accounts';
import { ImageUsage } from '../../libs/generation/domain/uploads.js';
import { SqlRecentRooms } from '../../libs/generation/storage/sql-recent-rooms.js';
import { AttemptsService } from '../../libs/generation/use-cases/attempts.service.js';
import { ModelUsageService } from '../../libs/generation/use-cases/model-usage.service.js';
import { ModerateFinishedImages } from '../../libs/generation/use-cases/moderate-finished-images.js';
import { QuarantineService } from '../../libs/generation/use-cases/quarantine.service.js';
import { QueueTake } from '../../libs/generation/use-cases/queue-take.js';
import { EligibleRenderers } from '../../libs/generation/use-cases/eligible-renderers.js';
import type { Config } from '@visionary/platform/config';
import { QueueService } from '../../libs/generation/use-cases/queue.service.js';
import { TakeCommandsService } from '../../libs/generation/use-cases/take-commands.service.js';
import { TakeInputs } from '../../libs/generation/use-cases/take-inputs.js';
import { UploadsService } from '../../libs/generation/use-cases/uploads.service.js';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { migratedOrm } from './orm.js';
import { noBlockedTerms } from './no-blocked-terms.js';
import { noPromptPrefix } from './no-prompt-prefix.js';

const noCase = () => Promise.resolve(null);

export const SETTINGS: Settings = {
  model: 'mini',
  scheduler: 'ddim',
  steps: 4,
  guidance: 5,
  width: 64,
  height: 64,
  seed: 7,
  batch: 1,
};

const MINI: Model & { readonly dir: string } = {
  ...{ id: 'mini', dir: '/nowhere', title: 'Mini', by: '', description: { en: '', zh: '' }, license: '' },
  ...{ sizes: [{ width: 64, height: 64 }], sizeMultiple: 16, schedulers: ['ddim'] },
  ...{ recommended: SETTINGS, examples: { en: [], zh: [] }, family: 'other', supportsImg2img: true },
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

export const RECORD: RenderRecord = {
  ...{ modelName: 'mini', modelHash: 'f'.repeat(64), runtime: 'test', provider: 'cpu', infotext: 'x' },
  job: {
    ...SETTINGS,
    init: undefined,
    hires: undefined,
    controls: undefined,
    embeddings: undefined,
    prompt: 'a fox',
    negative: '',
  },
  ...{ loadMs: 0, renderMs: 100 },
};

const ENDS = [TakeFinished, TakeFailed, TakeCancelled];

/** The use cases of takes with a real database, without a renderer or a server. */
export class TakeQueueFixture {
  /** How takes ended, in order. */
  readonly ends: { id: string; how: string }[] = [];
  readonly started: string[] = [];
  readonly auditEntries: object[] = [];

  /** A test moves it forward; each look at the clock takes a millisecond. */
  now = Date.now();
  private readonly clock: Clock = { now: () => (this.now += 1) };

  private constructor(
    readonly database: Database,
    readonly events: DomainEvents,
  ) {
    for (const type of ENDS) {
      events.afterCommit(type, (event: { take: { id: string } }) => {
        this.ends.push({ id: event.take.id, how: type.name });
      });
    }
    events.afterCommit(TakeStarted, ({ take }) => void this.started.push(take.id));
  }

  static async on(url: string): Promise<TakeQueueFixture> {
    return new TakeQueueFixture(new Database(await migratedOrm(url, generationEntities)), createDomainEvents());
  }

  /** `mini`, and `other` in a folder of the test file. */
  readonly models = new TwoModels();
  readonly ids: Ids = { next: randomUUID };
  private readonly fingerprints = new ModelFileFingerprints();

  /** None by default. */
  rendererList: readonly RendererStatus[] = [];
  private readonly renderers = { list: () => this.rendererList } as unknown as Renderers;

  get unitOfWork() {
    return new MikroUnitOfWork(this.database, this.events);
  }
  get takes() {
    return new SqlTakes(this.database);
  }
  get takeQueue() {
    return new SqlTakeQueue(this.database);
  }
  get steers() {
    return new SqlSteers(this.database);
  }
  get uploads() {
    return new SqlUploads(this.database);
  }
  get inputs() {
    return new TakeInputs(this.takes, this.uploads, new NoLoras(), {} as AdditionCatalog, {} as PublishedModels);
  }
  get quarantine() {
    // This fixture has no hub models.
    const versions = { release: () => Promise.resolve(false) } as unknown as QuarantineVersion;
    const failures = new SqlModelFailures(this.database);
    return new QuarantineService(
      this.models,
      this.fingerprints,
      failures,
      versions,
      this.renderers,
      this.unitOfWork,
      this.clock,
    );
  }
  get usage() {
    return new ModelUsageService(
      this.takes,
      this.takeQueue,
      this.inputs,
      new SqlRecentRooms(this.database),
      new ModelSelections(),
      this.unitOfWork,
      this.clock,
    );
  }
  get queueService() {
    return new QueueService(
      this.takeQueue,
      this.takes,
      this.renderers,
      new RenderTimings(),
      new LatestFrames(),
      new EligibleRenderers(this.quarantine, new LentTakeRules()),
      { mode: 'embedded', rendererEnabled: true } as Config,
      this.clock,
    );
  }
  get commands() {
    return new TakeCommandsService(
      this.takes,
      this.steers,
      this.inputs,
      noBlockedTerms(),
      { write: async (entry: object) => void this.auditEntries.push(entry) } as unknown as AuditLog,
      this.events,
      this.unitOfWork,
      this.clock,
      this.ids,
    );
  }
  get uploadsService() {
    const nameOf = (png: Uint8Array) => createHash('sha256').update(png).digest('hex');
    return new UploadsService(
      this.uploads,
      noQuota,
      new ImageUsage(),
      blobsNamed(nameOf),
      { drop: async () => true } as unknown as UnreferencedBlobs,
      this.events,
      this.unitOfWork,
      this.clock,
      this.ids,
    );
  }
  get attempts() {
    const noMatches = { ofFile: () => Promise.resolve(null) } as unknown as ReuploadMatcher;
    return new AttemptsService(
      this.takes,
      new SqlTakeLeases(this.database),
      this.takeQueue,
      this.steers,
      blobsNamed(() => 'a'.repeat(64)),
      this.quarantine,
      new ModerateFinishedImages(noMatches, { run: noCase } as unknown as OpenCase, noBlockedTerms()),
      this.unitOfWork,
      this.clock,
    );
  }

  async queue(
    roomId: string,
    authorId: string,
    change: Omit<Partial<TakeSettings>, 'scheduler'> & { readonly scheduler?: string } = {},
    prompt = 'a fox',
    model = 'mini',
  ): Promise<string> {
    const queueTake = noPromptPrefix(
      new QueueTake(
        this.takes,
        this.models,
        this.inputs,
        this.quarantine,
        this.queueService,
        noBlockedTerms(),
        blobsNamed(() => ''),
        noQuota,
        this.unitOfWork,
        this.clock,
        this.ids,
      ),
    );
    const settings = { ...SETTINGS, model, ...change } as TakeSettings;
    const request = { roomId, authorId, writerIds: [], prompt, negative: '', settings };
    return (await this.unitOfWork.run(() => queueTake.run(request))).id;
  }

  async claim(owner: string, caches?: RendererCaches): Promise<string | undefined> {
    const take = await this.attempts.claim(
      owner,
      30_000,
      caches && (({ waiting: suitable }) => Promise.resolve({ suitable, caches })),
    );
    return take?.id;
  }

  async overtakenOf(takeId: string): Promise<number> {
    const query = this.database.query<{ take: { id: string; overtaken: number } }>();
    return (await query.selectFrom('take').select('overtaken').where('id', '=', takeId).executeTakeFirstOrThrow())
      .overtaken;
  }

  finish(takeId: string, owner: string, stopPoint?: StopPoint): Promise<boolean> {
    const record = { ...RECORD, job: { ...RECORD.job, ...(stopPoint && { stopPoint }) } };
    const image = { png: new Uint8Array(1), width: 64, height: 64, seed: 7 };
    return this.attempts.finish(takeId, owner, [image], record);
  }
}

const noQuota = {
  require: async () => undefined,
  requireForTakes: async () => undefined,
} as unknown as ImageQuota;

/** Stores nothing, and names images by `nameOf`. */
const blobsNamed = (nameOf: (png: Uint8Array) => string): BlobStore => {
  const blobs: Pick<BlobStore, 'lease' | 'leaseAll' | 'hasSpace' | 'requireSpace'> = {
    hasSpace: true,
    requireSpace: async () => undefined,
    lease: (png, use) => use(nameOf(png)),
    leaseAll: (pngs, use) => use(pngs.map(nameOf)),
  };
  return blobs as BlobStore;
};
