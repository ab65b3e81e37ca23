import { Module } from '@nestjs/common';
import { HubModule } from '@visionary/hub';
import { SafetyModule } from '@visionary/safety';
import { Config } from '@visionary/platform/config';
import { carriers } from './carriers.module.js';
import { Measures } from './domain/measures.js';
import { HubOffers } from './domain/hub-offers.js';
import { ModelCatalogue } from './domain/model.js';
import { ModelFingerprints, ModelTroubles } from './domain/model-trouble.js';
import { MyTakes } from './domain/my-takes.js';
import { NewestPreviews } from './domain/newest-previews.js';
import { PersonalTakes } from './domain/personal-takes.js';
import { PictureStore } from './domain/picture-store.js';
import { QueueLimits } from './domain/queue-limits.js';
import { Steers } from './domain/steers.js';
import { Takes } from './domain/takes.js';
import { Turns } from './domain/turns.js';
import { RoomsChoosing } from './domain/rooms-choosing.js';
import { PictureHolders } from './domain/uploads.js';
import { hub } from './hub.module.js';
import { starts } from './starts.module.js';
import { FolderModelCatalogue } from './storage/folder-model-catalogue.js';
import { JoinedModelCatalogue } from './storage/joined-catalogues.js';
import { SampledFingerprints } from './storage/sampled-fingerprints.js';
import { SqlModelTroubles } from './storage/sql-model-troubles.js';
import { SqlMyTakes } from './storage/sql-my-takes.js';
import { SqlPersonalTakes } from './storage/sql-personal-takes.js';
import { SqlSteers } from './storage/sql-steers.js';
import { SqlTakes } from './storage/sql-takes.js';
import { SqlTurns } from './storage/sql-turns.js';
import { AdoptTake } from './usecases/adopt-take.js';
import { CancelTake } from './usecases/cancel-take.js';
import { CheckOrder } from './usecases/check-order.js';
import { ClaimNextTake } from './usecases/claim-next-take.js';
import { trials } from './trials.module.js';
import { EndCancelledTake } from './usecases/end-cancelled-take.js';
import { FailQuarantinedTakes } from './usecases/fail-quarantined-takes.js';
import { FailTake } from './usecases/fail-take.js';
import { TakeReaders } from './domain/take-readers.js';
import { EndTakesOfBanned } from './wire/end-takes-of-banned.js';
import { RoomReaders } from './wire/room-readers.js';
import { ModeratedTakes } from './usecases/moderation/moderated-takes.js';
import { FindPicture } from './usecases/find-picture.js';
import { FindTake } from './usecases/find-take.js';
import { LevelPicture } from './usecases/level-picture.js';
import { FindUpload } from './usecases/find-upload.js';
import { ForgetUpload } from './usecases/forget-upload.js';
import { FinishTake } from './usecases/finish-take.js';
import { ForecastModel } from './usecases/forecast-model.js';
import { ForgiveModel } from './usecases/forgive-model.js';
import { HandBackTake } from './usecases/hand-back-take.js';
import { KnownModels } from './usecases/known-models.js';
import { KnownPictures } from './usecases/known-pictures.js';
import { LoseRenderer } from './usecases/lose-renderer.js';
import { LoseTurn } from './usecases/lose-turn.js';
import { MeasureSteps } from './usecases/measure-steps.js';
import { NewestTakes } from './usecases/newest-takes.js';
import { NoteModelTrouble } from './usecases/note-model-trouble.js';
import { NoteSteer } from './usecases/note-steer.js';
import { PageMyTakes } from './usecases/page-my-takes.js';
import { PageTakes } from './usecases/page-takes.js';
import { PendingSteers } from './usecases/pending-steers.js';
import { PlaceTake } from './usecases/place-take.js';
import { PrepareRepeat } from './usecases/prepare-repeat.js';
import { QueueTake } from './usecases/queue-take.js';
import { ReadLine } from './usecases/read-line.js';
import { ReadQuarantine } from './usecases/read-quarantine.js';
import { ReclaimLostTakes } from './usecases/reclaim-lost-takes.js';
import { ReleaseModel } from './usecases/release-model.js';
import { RenewLease } from './usecases/renew-lease.js';
import { RenderSamples } from './usecases/render-samples.js';
import { SampleOrders } from './usecases/sample-orders.js';
import { SampleQueue } from './usecases/sample-queue.js';
import { SteerTake } from './usecases/steer-take.js';
import { StopTake } from './usecases/stop-take.js';
import { TraceTakes } from './usecases/trace-takes.js';
import { AdminGateway } from './wire/admin/admin.gateway.js';
import { AdminViews } from './wire/admin/admin-views.js';
import { AdminWatchers } from './wire/admin/admin-watchers.js';
import { SocketCounts } from './wire/admin/socket-counts.js';
import { BlobPictureStore } from './wire/blob-picture-store.js';
import { queueLimits, schedulers } from './wire/contract-limits.js';
import { FolderHashes } from './wire/folder-hashes.js';
import { FolderNames } from './wire/folder-names.js';
import { LineBoard } from './wire/line-board.js';
import { LineNews } from './wire/line-news.js';
import { MemoryNews } from './wire/memory-news.js';
import { LoraViews } from './wire/lora-views.js';
import { ModelViews } from './wire/model-views.js';
import { NamedModels } from './wire/named-models.js';
import { ModelsController } from './wire/models.controller.js';
import { RendererMetrics } from './wire/metrics/renderer-metrics.js';
import { TakeMetrics } from './wire/metrics/take-metrics.js';
import { MoveOnWithTheLine } from './wire/move-on-with-the-line.js';
import { PersonalTakesPart } from './wire/personal-takes-part.js';
import { PicturesController } from './wire/pictures.controller.js';
import { MyTakeNews } from './wire/mine/my-take-news.js';
import { MyTakesGateway } from './wire/mine/my-takes.gateway.js';
import { Audience } from './wire/renderer/audience.js';
import { FrameWatch } from './wire/renderer/frame-watch.js';
import { LeaseTerms } from './wire/renderer/lease-terms.js';
import { LostTakesPatrol } from './wire/renderer/lost-takes-patrol.js';
import { PreviewStream } from './wire/renderer/preview-stream.js';
import { RenderLoop } from './wire/renderer/render-loop.js';
import { RenderOrders } from './wire/renderer/render-orders.js';
import { TakeEndings } from './wire/renderer/take-endings.js';
import { TakeLeases } from './wire/renderer/take-leases.js';
import { TakeLosses } from './wire/renderer/take-losses.js';
import { TokenCounter } from './wire/renderer/token-counter.js';
import { TurnNews } from './wire/renderer/turn-news.js';
import { TurnOrders } from './wire/renderer/turn-orders.js';
import { BringSamples } from './wire/samples/bring-samples.js';
import { SamplesYield } from './wire/samples/samples-yield.js';
import { QuarantineController } from './wire/quarantine.controller.js';
import { RunningTakes } from './wire/running-takes.js';
import { TakePresenter } from './wire/take-presenter.js';
import { UploadsController } from './wire/uploads.controller.js';
import { WhatFollowsAQuarantine } from './wire/what-follows-a-quarantine.js';

const settings = [
  { provide: QueueLimits, useValue: queueLimits },
  {
    provide: LeaseTerms,
    inject: [Config],
    useFactory: (config: Config): LeaseTerms => ({ ms: config.rendererLeaseMs }),
  },
];

const memory = [NewestPreviews, Measures];

const storage = [
  { provide: Takes, useClass: SqlTakes },
  { provide: Turns, useClass: SqlTurns },
  { provide: ModelTroubles, useClass: SqlModelTroubles },
  { provide: ModelFingerprints, useClass: SampledFingerprints },
  { provide: Steers, useClass: SqlSteers },
  { provide: PersonalTakes, useClass: SqlPersonalTakes },
  { provide: MyTakes, useClass: SqlMyTakes },
  { provide: PictureStore, useClass: BlobPictureStore },
  {
    provide: ModelCatalogue,
    inject: [Config, HubOffers],
    useFactory: ({ modelsDir }: Config, offers: HubOffers) =>
      new JoinedModelCatalogue(new FolderModelCatalogue({ modelsDir, schedulers }), offers),
  },
];

const ordering = [
  QueueTake,
  CheckOrder,
  PlaceTake,
  CancelTake,
  StopTake,
  SteerTake,
  ReadLine,
  MeasureSteps,
  ForecastModel,
];
const rendering = [ClaimNextTake, RenewLease, FinishTake, KnownPictures, FailTake, EndCancelledTake, HandBackTake];
const losing = [LoseRenderer, LoseTurn];
const steering = [NoteSteer, PendingSteers];
const keeping = [
  AdoptTake,
  ReclaimLostTakes,
  PageTakes,
  PageMyTakes,
  NewestTakes,
  FindPicture,
  ModeratedTakes,
  LevelPicture,
  EndTakesOfBanned,
  { provide: TakeReaders, useClass: RoomReaders },
  FindTake,
  TraceTakes,
  KnownModels,
];
const quarantine = [
  ...[NoteModelTrouble, ReadQuarantine, ReleaseModel, ForgiveModel, FailQuarantinedTakes],
  WhatFollowsAQuarantine,
];
const sampling = [BringSamples, SamplesYield, RenderSamples, SampleOrders, SampleQueue];
const looking = [AdminGateway, AdminViews, AdminWatchers, SocketCounts, RendererMetrics, TakeMetrics];
const feeding = [RenderOrders, TurnOrders, TakeLeases, TakeLosses, TakeEndings, TurnNews, LostTakesPatrol, RenderLoop];
const telling = [
  Audience,
  FrameWatch,
  PreviewStream,
  LineNews,
  LineBoard,
  MemoryNews,
  MoveOnWithTheLine,
  RunningTakes,
  TakePresenter,
  ModelViews,
  ...[MyTakesGateway, MyTakeNews],
  ...[LoraViews, NamedModels],
];

/** Takes: their line, their rendering, their pictures; and the models there are. */
@Module({
  imports: [HubModule, SafetyModule],
  controllers: [ModelsController, PicturesController, UploadsController, QuarantineController],
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
    ...starts,
    ...carriers,
    ...trials,
    ...hub,
    ...feeding,
    ...sampling,
    ...telling,
    ...[TokenCounter, PersonalTakesPart, FolderHashes, FolderNames],
  ],
  exports: [
    ...[
      QueueTake,
      PrepareRepeat,
      PlaceTake,
      CancelTake,
      ForecastModel,
      StopTake,
      SteerTake,
      AdoptTake,
      PageTakes,
      PageMyTakes,
      NewestTakes,
      FindTake,
      LevelPicture,
      FindUpload,
      ForgetUpload,
      PictureHolders,
      RoomsChoosing,
      TraceTakes,
      KnownModels,
      ModelCatalogue,
    ],
    ...[LineBoard, NamedModels, RunningTakes, TakePresenter, TokenCounter],
  ],
})
export class GenerationModule {}
