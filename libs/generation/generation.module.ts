import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { HubModule } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { Bus, REDIS, type RedisConnections } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import { SafetyModule } from '@visionary/safety';
import { AdditionCatalog, JOB_FILE_FOLDERS } from './domain/additions.js';
import { LatestFrames } from './domain/latest-frames.js';
import { LoraCatalog } from './domain/loras.js';
import { LentTakeRules } from './domain/lent-take-rules.js';
import { ModelSelections } from './domain/model-selections.js';
import { ModelCatalog } from './domain/model.js';
import { PublishedModels } from './domain/published-models.js';
import { RenderTimings } from './domain/render-timings.js';
import { Renderers } from './domain/renderers.js';
import { RoomPaces } from './domain/room-paces.js';
import { ImageUsage } from './domain/uploads.js';
import { localRenderer } from './local-renderer.module.js';
import { CombinedAdditionCatalog } from './storage/addition-catalogs.js';
import { DiskFileHashes } from './storage/disk-file-hashes.js';
import { HubLoraCompatibility } from './storage/hub-lora-compatibility.js';
import { CombinedLoraCatalog, CombinedModelCatalog } from './storage/joined-catalogs.js';
import { LocalLoraCatalog } from './storage/local-lora-catalog.js';
import { LocalModelCatalog } from './storage/local-model-catalog.js';
import { LoraCompatibilityChecker } from './storage/lora-compatibility-checker.js';
import { ModelFileFingerprints } from './storage/model-file-fingerprints.js';
import { SqlModelFailures } from './storage/sql-model-failures.js';
import { SqlMyTakes } from './storage/sql-my-takes.js';
import { SqlRecentRooms } from './storage/sql-recent-rooms.js';
import { SqlSteers } from './storage/sql-steers.js';
import { SqlTakeQueue } from './storage/sql-take-queue.js';
import { SqlTakeLeases } from './storage/sql-take-leases.js';
import { SqlTakes } from './storage/sql-takes.js';
import { SqlTrustedModels } from './storage/sql-trusted-models.js';
import { SqlUploads } from './storage/sql-uploads.js';
import { AttemptsService } from './use-cases/attempts.service.js';
import { EligibleRenderers } from './use-cases/eligible-renderers.js';
import { EstimateModelLoad } from './use-cases/estimate-model-load.js';
import { ImportTake } from './use-cases/import-take.js';
import { LendableTakes } from './use-cases/lendable-takes.js';
import { LenderErasure } from './use-cases/lender-erasure.js';
import { ModelLookup } from './use-cases/model-lookup.js';
import { ModelVocabularies } from './use-cases/model-vocabularies.js';
import { ModelUsageService } from './use-cases/model-usage.service.js';
import { ModerateFinishedImages } from './use-cases/moderate-finished-images.js';
import { ModeratedTakes } from './use-cases/moderated-takes.js';
import { PageMyTakes } from './use-cases/page-my-takes.js';
import { PrepareRepeat } from './use-cases/prepare-repeat.js';
import { PrepareUpscale } from './use-cases/prepare-upscale.js';
import { QuarantineService } from './use-cases/quarantine.service.js';
import { QueueTake } from './use-cases/queue-take.js';
import { QueueService } from './use-cases/queue.service.js';
import { RateTakeImage } from './use-cases/rate-take-image.js';
import { SampleSubjects } from './use-cases/sample-subjects.js';
import { SamplesService } from './use-cases/samples.service.js';
import { TakeCommandsService } from './use-cases/take-commands.service.js';
import { TakeClips } from './storage/take-clips.js';
import { TakeReplays } from './use-cases/take-replays.js';
import { TakeInputs } from './use-cases/take-inputs.js';
import { TakesService } from './use-cases/takes.service.js';
import { TrustedModels } from './use-cases/trusted-models.service.js';
import { UploadsService } from './use-cases/uploads.service.js';
import { WordTranslations } from './use-cases/word-translations.js';
import { AdminGateway } from './api/admin/admin.gateway.js';
import { NodeGossip } from './api/admin/node-gossip.js';
import { RedisRenderers } from './api/cluster/redis-renderers.js';
import { HubIntegration } from './api/hub/hub-integration.js';
import { HubPublishedModels } from './api/hub/hub-published-models.js';
import { ModelPicker } from './api/hub/model-picker.js';
import { PublishedModelInvalidation } from './api/hub/published-model-invalidation.js';
import { ImagesController } from './api/images.controller.js';
import { GenerationMetrics } from './api/metrics.js';
import { ModelPresenter } from './api/model-presenter.js';
import { ActivityController } from './api/admin/activity.controller.js';
import { ModelsController } from './api/models.controller.js';
import { MyTakesGateway } from './api/my-takes.gateway.js';
import { ReplaysController } from './api/replays.controller.js';
import { QueueBroadcaster } from './api/queue-broadcaster.js';
import { QueueChangePublisher } from './api/queue-change-publisher.js';
import { AttemptRequestFactory } from './api/renderer/attempt-request-factory.js';
import { EmbeddedRenderers } from './api/renderer/embedded-renderers.js';
import { FrameSides } from './api/renderer/frame-sides.js';
import { FrameStream } from './api/renderer/frame-stream.js';
import { LocalRenderers } from './api/renderer/local-renderers.js';
import { RenderWorkers } from './api/renderer/render-workers.js';
import { LentConnections } from './api/lent/lent-connections.js';
import { RenderDispatcher } from './api/renderer/render-dispatcher.js';
import { TakePacer } from './api/renderer/take-pacer.js';
import { TokenCounter } from './api/renderer/token-counter.js';
import { SampleScheduler } from './api/samples/sample-scheduler.js';
import { TakePresenter } from './api/take-presenter.js';
import { TakesExporter } from './api/takes-exporter.js';
import { TrialRunner } from './api/trial-runner.js';
import { TrustedModelsController } from './api/trusted-models.controller.js';
import { UploadImageReader } from './api/upload-image-reader.js';
import { UploadsController } from './api/uploads.controller.js';
import { VisibleImages } from './api/visible-images.js';
import { VocabularyController } from './api/vocabulary.controller.js';
import { TrialMetadata } from './storage/trial-metadata.js';
import { UserTakes } from './storage/user-takes.js';

const catalogs = [
  HubPublishedModels,
  { provide: PublishedModels, useExisting: HubPublishedModels },
  {
    provide: ModelCatalog,
    inject: [Config, PublishedModels],
    useFactory: ({ modelsDir }: Config, publishedModels: PublishedModels) =>
      new CombinedModelCatalog(new LocalModelCatalog({ modelsDir }), publishedModels),
  },
  LoraCompatibilityChecker,
  {
    provide: LoraCatalog,
    inject: [Config, PublishedModels, LoraCompatibilityChecker, UnitOfWork],
    useFactory: (
      { modelsDir }: Config,
      publishedModels: PublishedModels,
      checker: LoraCompatibilityChecker,
      unitOfWork: UnitOfWork,
    ) =>
      new CombinedLoraCatalog(
        new LocalLoraCatalog(join(modelsDir, JOB_FILE_FOLDERS.lora), checker),
        publishedModels,
        new HubLoraCompatibility(publishedModels, checker, () => unitOfWork.isRunning),
      ),
  },
  {
    provide: AdditionCatalog,
    inject: [Config, PublishedModels, LoraCompatibilityChecker],
    useFactory: ({ modelsDir }: Config, publishedModels: PublishedModels, checker: LoraCompatibilityChecker) =>
      new CombinedAdditionCatalog(modelsDir, publishedModels, checker),
  },
];

/** The renderers of this process: those of its machine, and those that are lent to it. */
const workers = {
  provide: RenderWorkers,
  inject: [LocalRenderers, Config],
  useFactory: (local: LocalRenderers, { rendererEnabled }: Config): RenderWorkers => {
    const all = new RenderWorkers();
    if (rendererEnabled) for (const worker of local.workers) all.add(worker);
    return all;
  },
};

/** Without Redis the renderers of this process, with Redis every renderer that sends heartbeats. */
const transport = {
  provide: Renderers,
  inject: [RenderWorkers, Bus, Config, REDIS],
  useFactory: (workers: RenderWorkers, bus: Bus, config: Config, redis: RedisConnections | null): Renderers =>
    redis
      ? new RedisRenderers(bus, redis, workers)
      : new EmbeddedRenderers(workers, config.rendererEnabled || config.lending !== 'off'),
};

const storage = [
  SqlTakes,
  SqlTakeLeases,
  SqlTakeQueue,
  SqlSteers,
  SqlUploads,
  SqlMyTakes,
  SqlModelFailures,
  SqlTrustedModels,
  SqlRecentRooms,
  ModelFileFingerprints,
  DiskFileHashes,
  UserTakes,
  TrialMetadata,
];

const services = [
  LatestFrames,
  LenderErasure,
  RenderTimings,
  ModelSelections,
  LentTakeRules,
  RoomPaces,
  ImageUsage,
  TakesService,
  TakeReplays,
  TakeClips,
  VisibleImages,
  TakeCommandsService,
  TakeInputs,
  LendableTakes,
  QueueTake,
  EligibleRenderers,
  QueueService,
  AttemptsService,
  ModerateFinishedImages,
  ModeratedTakes,
  RateTakeImage,
  QuarantineService,
  TrustedModels,
  ModelUsageService,
  ModelVocabularies,
  WordTranslations,
  ModelLookup,
  EstimateModelLoad,
  UploadsService,
  SampleSubjects,
  SamplesService,
  ImportTake,
  PageMyTakes,
  PrepareRepeat,
  PrepareUpscale,
];

const rendering = [
  LentConnections,
  AttemptRequestFactory,
  RenderDispatcher,
  FrameSides,
  FrameStream,
  TakePacer,
  TokenCounter,
  SampleScheduler,
  TrialRunner,
];

const presentation = [
  QueueChangePublisher,
  QueueBroadcaster,
  TakePresenter,
  ModelPresenter,
  ModelPicker,
  MyTakesGateway,
  AdminGateway,
  NodeGossip,
  GenerationMetrics,
  PublishedModelInvalidation,
  HubIntegration,
  UploadImageReader,
  TakesExporter,
];

/** Takes: queue, rendering, images; and the models of this instance. */
@Module({
  imports: [HubModule, SafetyModule],
  controllers: [
    ActivityController,
    ModelsController,
    VocabularyController,
    ImagesController,
    ReplaysController,
    UploadsController,
    TrustedModelsController,
  ],
  providers: [
    ...localRenderer,
    workers,
    transport,
    ...catalogs,
    ...storage,
    ...services,
    ...rendering,
    ...presentation,
  ],
  exports: [
    Renderers,
    TakesService,
    TakeReplays,
    TakeClips,
    TakeCommandsService,
    QueueTake,
    PrepareRepeat,
    PrepareUpscale,
    EstimateModelLoad,
    ImportTake,
    PageMyTakes,
    RateTakeImage,
    UploadsService,
    ImageUsage,
    ModelSelections,
    ModelLookup,
    ModelCatalog,
    ModelVocabularies,
    LatestFrames,
    QueueBroadcaster,
    ModelPresenter,
    TakePresenter,
    TokenCounter,
    LentTakeRules,
    RoomPaces,
    LendableTakes,
    LentConnections,
    WordTranslations,
  ],
})
export class GenerationModule {}
