export {
  TakeCancelled,
  TakeFailed,
  TakeFinished,
  TakeImageVisibilityChanged,
  TakeQueued,
  TakeStarted,
  TakeSteered,
} from './domain/events.js';
export { isSystemTake } from './domain/system-takes.js';
export { type Model, ModelCatalog } from './domain/model.js';
export type { RenderedImage, RenderJob, RenderRecord } from './domain/renderer-protocol.js';
export type { Take, AppliedPromptPrefix, AuthorshipSpan, TakeOrigin, TakeSettings } from './domain/take.js';
export type { RepeatSource } from './domain/takes.js';
export { effectiveRating } from './domain/image-rating.js';
export { ModelSelections } from './domain/model-selections.js';
export { ImageUsage } from './domain/uploads.js';
export { GenerationModule } from './generation.module.js';
export { generationBlobs, generationEntities } from './storage/entities.js';
export { ImportTake, type RenderedTake } from './use-cases/import-take.js';
export { CancelTake } from './use-cases/cancel-take.js';
export { FindTake } from './use-cases/find-take.js';
export { FindUpload } from './use-cases/find-upload.js';
export { EstimateModelLoad } from './use-cases/estimate-model-load.js';
export { RemoveUnusedUpload } from './use-cases/remove-unused-upload.js';
export { RateTakeImage } from './use-cases/rate-take-image.js';
export { ModelLookup } from './use-cases/model-lookup.js';
export { NewestTakes } from './use-cases/newest-takes.js';
export { PageMyTakes } from './use-cases/page-my-takes.js';
export { PageTakes } from './use-cases/page-takes.js';
export { LinkTakeToEvent } from './use-cases/link-take-to-event.js';
export { PrepareRepeat } from './use-cases/prepare-repeat.js';
export { QueueTake } from './use-cases/queue-take.js';
export { ReleaseModel } from './use-cases/release-model.js';
export { SteerTake } from './use-cases/steer-take.js';
export { StopTake } from './use-cases/stop-take.js';
export { TakeLineage } from './use-cases/take-lineage.js';
export { fileNameFromPrompt } from './api/image-file-name.js';
export { QueueBroadcaster } from './api/queue-broadcaster.js';
export { ModelSearch } from './api/model-search.js';
export { RendererOptions } from './api/renderer/renderer-options.js';
export { TokenCounter } from './api/renderer/token-counter.js';
export { RunningTakes } from './api/running-takes.js';
export { presentThumbnail, presentImage, TakePresenter } from './api/take-presenter.js';
