import { Module } from '@nestjs/common';
import { HubModule } from '@visionary/hub';
import { SafetyModule } from '@visionary/safety';
import { Config } from '@visionary/platform/config';
import { rendererTransport } from './renderer-transport.module.js';
import { RenderTimings } from './domain/render-timings.js';
import { PublishedModels } from './domain/published-models.js';
import { ModelCatalog } from './domain/model.js';
import { ModelFingerprints, ModelFailures } from './domain/model-failure.js';
import { MyTakes } from './domain/my-takes.js';
import { LatestPreviews } from './domain/latest-previews.js';
import { UserTakes } from './domain/user-takes.js';
import { ImageStore } from './domain/image-store.js';
import { QueueLimits } from './domain/queue-limits.js';
import { Steers } from './domain/steers.js';
import { Takes } from './domain/takes.js';
import { TakeQueue } from './domain/take-queue.js';
import { ModelSelections } from './domain/model-selections.js';
import { ImageUsage } from './domain/uploads.js';
import { hub } from './published-models.module.js';
import { takeInputs } from './take-inputs.module.js';
import { LocalModelCatalog } from './storage/local-model-catalog.js';
import { CombinedModelCatalog } from './storage/joined-catalogs.js';
import { ModelFileFingerprints } from './storage/model-file-fingerprints.js';
import { SqlModelTroubles } from './storage/sql-model-troubles.js';
import { SqlMyTakes } from './storage/sql-my-takes.js';
import { SqlPersonalTakes } from './storage/sql-personal-takes.js';
import { SqlSteers } from './storage/sql-steers.js';
import { SqlTakes } from './storage/sql-takes.js';
import { SqlTakeQueue } from './storage/sql-take-queue.js';
import { ImportTake } from './use-cases/import-take.js';
import { CancelTake } from './use-cases/cancel-take.js';
import { ValidateRenderRequest } from './use-cases/validate-render-request.js';
import { ClaimNextTake } from './use-cases/claim-next-take.js';
import { trials } from './trials.module.js';
import { ConfirmCancel } from './use-cases/confirm-cancel.js';
import { FailQuarantinedTakes } from './use-cases/fail-quarantined-takes.js';
import { FailTake } from './use-cases/fail-take.js';
import { TakeAccess } from './domain/take-access.js';
import { CancelTakesOfBannedUser } from './api/cancel-takes-of-banned-user.js';
import { RoomTakeAccess } from './api/room-take-access.js';
import { ModeratedTakes } from './use-cases/moderation/moderated-takes.js';
import { FindImage } from './use-cases/find-image.js';
import { FindTake } from './use-cases/find-take.js';
import { RateTakeImage } from './use-cases/rate-take-image.js';
import { FindUpload } from './use-cases/find-upload.js';
import { RemoveUnusedUpload } from './use-cases/remove-unused-upload.js';
import { FinishTake } from './use-cases/finish-take.js';
import { EstimateModelLoad } from './use-cases/estimate-model-load.js';
import { ResetModelFailures } from './use-cases/reset-model-failures.js';
import { RequeueTake } from './use-cases/requeue-take.js';
import { ModelLookup } from './use-cases/model-lookup.js';
import { ModerateFinishedImages } from './use-cases/moderate-finished-images.js';
import { HandleLostRenderer } from './use-cases/handle-lost-renderer.js';
import { HandleLostAttempt } from './use-cases/handle-lost-attempt.js';
import { RecordTimings } from './use-cases/record-timings.js';
import { NewestTakes } from './use-cases/newest-takes.js';
import { RecordModelFailure } from './use-cases/record-model-failure.js';
import { RecordAppliedSteer } from './use-cases/record-applied-steer.js';
import { PageMyTakes } from './use-cases/page-my-takes.js';
import { PageTakes } from './use-cases/page-takes.js';
import { PendingSteers } from './use-cases/pending-steers.js';
import { LinkTakeToEvent } from './use-cases/link-take-to-event.js';
import { PrepareRepeat } from './use-cases/prepare-repeat.js';
import { QueueTake } from './use-cases/queue-take.js';
import { ReadQueue } from './use-cases/read-queue.js';
import { ReadQuarantine } from './use-cases/read-quarantine.js';
import { ReclaimExpiredLeases } from './use-cases/reclaim-expired-leases.js';
import { ReleaseModel } from './use-cases/release-model.js';
import { RenewLease } from './use-cases/renew-lease.js';
import { RenderSamples } from './use-cases/render-samples.js';
import { SamplePlanner } from './use-cases/sample-planner.js';
import { SampleQueue } from './use-cases/sample-queue.js';
import { SteerTake } from './use-cases/steer-take.js';
import { StopTake } from './use-cases/stop-take.js';
import { TakeLineage } from './use-cases/take-lineage.js';
import { AdminGateway } from './api/admin/admin.gateway.js';
import { AdminStatusPresenter } from './api/admin/admin-status-presenter.js';
import { AdminSubscribers } from './api/admin/admin-subscribers.js';
import { SocketCounts } from './api/admin/socket-counts.js';
import { BlobImageStore } from './api/blob-image-store.js';
import { queueLimits, schedulers } from './api/contract-limits.js';
import { LocalHashFinder } from './api/local-hash-finder.js';
import { LocalModelNames } from './api/folder-names.js';
import { QueueBroadcaster } from './api/queue-broadcaster.js';
import { QueueChangePublisher } from './api/queue-change-publisher.js';
import { RendererMemoryObserver } from './api/renderer-memory-observer.js';
import { LoraViews } from './api/lora-views.js';
import { ModelViews } from './api/model-views.js';
import { ModelSearch } from './api/model-search.js';
import { ModelsController } from './api/models.controller.js';
import { RendererMetrics } from './api/metrics/renderer-metrics.js';
import { TakeMetrics } from './api/metrics/take-metrics.js';
import { RendererCommandForwarder } from './api/renderer-command-forwarder.js';
import { TakesExporter } from './api/takes-exporter.js';
import { ImagesController } from './api/images.controller.js';
import { MyTakeBroadcaster } from './api/mine/my-take-broadcaster.js';
import { MyTakesGateway } from './api/mine/my-takes.gateway.js';
import { PreviewAudience } from './api/renderer/preview-audience.js';
import { FrameInterestPublisher } from './api/renderer/frame-interest-publisher.js';
import { LeaseOptions } from './api/renderer/lease-options.js';
import { ExpiredLeaseReaper } from './api/renderer/expired-lease-reaper.js';
import { PreviewStream } from './api/renderer/preview-stream.js';
import { RenderDispatcher } from './api/renderer/render-dispatcher.js';
import { RenderRequestFactory } from './api/renderer/render-request-factory.js';
import { AttemptResultRecorder } from './api/renderer/attempt-result-recorder.js';
import { TakeLeases } from './api/renderer/take-leases.js';
import { LostAttemptHandler } from './api/renderer/lost-attempt-handler.js';
import { TokenCounter } from './api/renderer/token-counter.js';
import { RendererReportRouter } from './api/renderer/renderer-report-router.js';
import { AttemptRequestFactory } from './api/renderer/attempt-request-factory.js';
import { SampleScheduler } from './api/samples/sample-scheduler.js';
import { SamplePreemption } from './api/samples/sample-preemption.js';
import { QuarantineController } from './api/quarantine.controller.js';
import { RunningTakes } from './api/running-takes.js';
import { TakePresenter } from './api/take-presenter.js';
import { UploadsController } from './api/uploads.controller.js';
import { QuarantineHandler } from './api/quarantine-handler.js';

const settings = [
  { provide: QueueLimits, useValue: queueLimits },
  {
    provide: LeaseOptions,
    inject: [Config],
    useFactory: (config: Config): LeaseOptions => ({ ms: config.rendererLeaseMs }),
  },
];

const memory = [LatestPreviews, RenderTimings];

const storage = [
  { provide: Takes, useClass: SqlTakes },
  { provide: TakeQueue, useClass: SqlTakeQueue },
  { provide: ModelFailures, useClass: SqlModelTroubles },
  { provide: ModelFingerprints, useClass: ModelFileFingerprints },
  { provide: Steers, useClass: SqlSteers },
  { provide: UserTakes, useClass: SqlPersonalTakes },
  { provide: MyTakes, useClass: SqlMyTakes },
  { provide: ImageStore, useClass: BlobImageStore },
  {
    provide: ModelCatalog,
    inject: [Config, PublishedModels],
    useFactory: ({ modelsDir }: Config, offers: PublishedModels) =>
      new CombinedModelCatalog(new LocalModelCatalog({ modelsDir, schedulers }), offers),
  },
];

const ordering = [
  QueueTake,
  ValidateRenderRequest,
  LinkTakeToEvent,
  CancelTake,
  StopTake,
  SteerTake,
  ReadQueue,
  RecordTimings,
  EstimateModelLoad,
];
const rendering = [ClaimNextTake, RenewLease, FinishTake, ModerateFinishedImages, FailTake, ConfirmCancel, RequeueTake];
const losing = [HandleLostRenderer, HandleLostAttempt];
const steering = [RecordAppliedSteer, PendingSteers];
const keeping = [
  ImportTake,
  ReclaimExpiredLeases,
  PageTakes,
  PageMyTakes,
  NewestTakes,
  FindImage,
  ModeratedTakes,
  RateTakeImage,
  CancelTakesOfBannedUser,
  { provide: TakeAccess, useClass: RoomTakeAccess },
  FindTake,
  TakeLineage,
  ModelLookup,
];
const quarantine = [
  ...[RecordModelFailure, ReadQuarantine, ReleaseModel, ResetModelFailures, FailQuarantinedTakes],
  QuarantineHandler,
];
const sampling = [SampleScheduler, SamplePreemption, RenderSamples, SamplePlanner, SampleQueue];
const looking = [AdminGateway, AdminStatusPresenter, AdminSubscribers, SocketCounts, RendererMetrics, TakeMetrics];
const feeding = [
  RenderRequestFactory,
  AttemptRequestFactory,
  TakeLeases,
  LostAttemptHandler,
  AttemptResultRecorder,
  RendererReportRouter,
  ExpiredLeaseReaper,
  RenderDispatcher,
];
const telling = [
  PreviewAudience,
  FrameInterestPublisher,
  PreviewStream,
  QueueChangePublisher,
  QueueBroadcaster,
  RendererMemoryObserver,
  RendererCommandForwarder,
  RunningTakes,
  TakePresenter,
  ModelViews,
  ...[MyTakesGateway, MyTakeBroadcaster],
  ...[LoraViews, ModelSearch],
];

/** Takes: their line, their rendering, their images; and the models there are. */
@Module({
  imports: [HubModule, SafetyModule],
  controllers: [ModelsController, ImagesController, UploadsController, QuarantineController],
  providers: [
    ...settings,
    ...memory,
    ...storage,
    ...ordering,
    ...rendering,
    ...losing,
    ...steering,
    ...keeping,
    ...quarantine,
    ...looking,
    ...takeInputs,
    ...rendererTransport,
    ...trials,
    ...hub,
    ...feeding,
    ...sampling,
    ...telling,
    ...[TokenCounter, TakesExporter, LocalHashFinder, LocalModelNames],
  ],
  exports: [
    ...[
      QueueTake,
      PrepareRepeat,
      LinkTakeToEvent,
      CancelTake,
      EstimateModelLoad,
      StopTake,
      SteerTake,
      ImportTake,
      PageTakes,
      PageMyTakes,
      NewestTakes,
      FindTake,
      RateTakeImage,
      FindUpload,
      RemoveUnusedUpload,
      ImageUsage,
      ModelSelections,
      TakeLineage,
      ModelLookup,
      ModelCatalog,
    ],
    ...[QueueBroadcaster, ModelSearch, RunningTakes, TakePresenter, TokenCounter],
  ],
})
export class GenerationModule {}
