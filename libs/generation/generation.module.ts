import { Module } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import { ModelCatalogue } from './domain/model.js';
import { NewestPreviews } from './domain/newest-previews.js';
import { PictureStore } from './domain/picture-store.js';
import { QueueLimits } from './domain/queue-limits.js';
import { StepTimes } from './domain/step-times.js';
import { Takes } from './domain/takes.js';
import { FolderModelCatalogue } from './storage/folder-model-catalogue.js';
import { SqlTakes } from './storage/sql-takes.js';
import { CancelTake } from './usecases/cancel-take.js';
import { CheckOrder } from './usecases/check-order.js';
import { ClaimNextTake } from './usecases/claim-next-take.js';
import { EndCancelledTake } from './usecases/end-cancelled-take.js';
import { FailTake } from './usecases/fail-take.js';
import { FindPicture } from './usecases/find-picture.js';
import { FinishTake } from './usecases/finish-take.js';
import { HandBackTake } from './usecases/hand-back-take.js';
import { LoseRenderer } from './usecases/lose-renderer.js';
import { MeasureSteps } from './usecases/measure-steps.js';
import { NewestTakes } from './usecases/newest-takes.js';
import { PageTakes } from './usecases/page-takes.js';
import { PlaceTake } from './usecases/place-take.js';
import { QueueTake } from './usecases/queue-take.js';
import { ReadLine } from './usecases/read-line.js';
import { ReclaimLostTakes } from './usecases/reclaim-lost-takes.js';
import { RenewLease } from './usecases/renew-lease.js';
import { BlobPictureStore } from './wire/blob-picture-store.js';
import { queueLimits, schedulers } from './wire/contract-limits.js';
import { LineBoard } from './wire/line-board.js';
import { LineNews } from './wire/line-news.js';
import { ModelsController } from './wire/models.controller.js';
import { MoveOnWithTheLine } from './wire/move-on-with-the-line.js';
import { PicturesController } from './wire/pictures.controller.js';
import { Audience } from './wire/renderer/audience.js';
import { LeaseTerms } from './wire/renderer/lease-terms.js';
import { LostTakesPatrol } from './wire/renderer/lost-takes-patrol.js';
import { PreviewStream } from './wire/renderer/preview-stream.js';
import { RenderLoop } from './wire/renderer/render-loop.js';
import { RenderOrders } from './wire/renderer/render-orders.js';
import { RendererChild } from './wire/renderer/renderer-child.js';
import { builtRenderer, RendererOptions } from './wire/renderer/renderer-options.js';
import { TakeEndings } from './wire/renderer/take-endings.js';
import { TakeLeases } from './wire/renderer/take-leases.js';
import { TakeRuns } from './wire/renderer/take-runs.js';
import { TokenCounter } from './wire/renderer/token-counter.js';
import { RunningTakes } from './wire/running-takes.js';
import { TakePresenter } from './wire/take-presenter.js';

const settings = [
  { provide: QueueLimits, useValue: queueLimits },
  {
    provide: LeaseTerms,
    inject: [Bus, Config],
    useFactory: (bus: Bus, config: Config): LeaseTerms => ({ owner: bus.nodeId, ms: config.rendererLeaseMs }),
  },
  {
    provide: RendererOptions,
    inject: [Config],
    useFactory: (config: Config): RendererOptions => ({
      script: builtRenderer(),
      threads: config.rendererThreads,
      stallMs: config.rendererStallMs,
    }),
  },
];

const memory = [NewestPreviews, StepTimes];

const storage = [
  { provide: Takes, useClass: SqlTakes },
  { provide: PictureStore, useClass: BlobPictureStore },
  {
    provide: ModelCatalogue,
    inject: [Config],
    useFactory: ({ modelsDir }: Config) => new FolderModelCatalogue({ modelsDir, schedulers }),
  },
];

const ordering = [QueueTake, CheckOrder, PlaceTake, CancelTake, ReadLine, MeasureSteps];
const rendering = [ClaimNextTake, RenewLease, FinishTake, FailTake, EndCancelledTake, HandBackTake, LoseRenderer];
const keeping = [ReclaimLostTakes, PageTakes, NewestTakes, FindPicture];
const renderer = [RendererChild, RenderOrders, TakeRuns, TakeLeases, TakeEndings, LostTakesPatrol, RenderLoop];
const telling = [Audience, PreviewStream, LineNews, LineBoard, MoveOnWithTheLine, RunningTakes, TakePresenter];

/** Takes: their line, their rendering, their pictures; and the models there are. */
@Module({
  controllers: [ModelsController, PicturesController],
  providers: [
    ...settings,
    ...memory,
    ...storage,
    ...ordering,
    ...rendering,
    ...keeping,
    ...renderer,
    ...telling,
    TokenCounter,
  ],
  exports: [
    ...[QueueTake, PlaceTake, CancelTake, PageTakes, NewestTakes, ModelCatalogue],
    ...[LineBoard, RunningTakes, TakePresenter, TokenCounter],
  ],
})
export class GenerationModule {}
