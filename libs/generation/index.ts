export {
  TakeCancelled,
  TakeFailed,
  TakeFinished,
  TakeImageVisibilityChanged,
  TakeQueued,
  TakeRequeued,
  TakeStarted,
  TakeSteered,
} from './domain/events.js';
export { type Model, ModelCatalog } from './domain/model.js';
export type { RenderedImage, RenderJob, RenderRecord } from './domain/renderer-protocol.js';
export { type AuthorshipSpan, isBackgroundTake, isSystemTake, type Take, type TakeRequest } from './domain/take.js';
export { Renderers, type RendererStatus } from './domain/renderers.js';
export * as lendingProtocol from './domain/lending-protocol.js';
export { type LenderRules, LentTakeRules, type OfferableTake } from './domain/lent-take-rules.js';
export { RoomPaces } from './domain/room-paces.js';
export { effectiveRating } from './domain/image-rating.js';
export { LatestFrames } from './domain/latest-frames.js';
export { ModelSelections } from './domain/model-selections.js';
export { ImageUsage } from './domain/uploads.js';
export { GenerationModule } from './generation.module.js';
export { generationBlobs, generationEntities } from './storage/entities.js';
export { EstimateModelLoad } from './use-cases/estimate-model-load.js';
export { ImportTake, type RenderedTake } from './use-cases/import-take.js';
export { LendableTakes } from './use-cases/lendable-takes.js';
export { ModelLookup } from './use-cases/model-lookup.js';
export { ModelVocabularies } from './use-cases/model-vocabularies.js';
export { PageMyTakes } from './use-cases/page-my-takes.js';
export { PrepareRepeat } from './use-cases/prepare-repeat.js';
export { PrepareUpscale } from './use-cases/prepare-upscale.js';
export { QuarantineService } from './use-cases/quarantine.service.js';
export { QueueTake } from './use-cases/queue-take.js';
export { RateTakeImage } from './use-cases/rate-take-image.js';
export { animationOf, TakeClips } from './storage/take-clips.js';
export { TakeCommandsService } from './use-cases/take-commands.service.js';
export { TakeReplays } from './use-cases/take-replays.js';
export { TakesService } from './use-cases/takes.service.js';
export { WordTranslations } from './use-cases/word-translations.js';
export { UploadsService } from './use-cases/uploads.service.js';
export { fileNameFromPrompt } from './api/image-file-name.js';
export { ModelPresenter } from './api/model-presenter.js';
export { QueueBroadcaster } from './api/queue-broadcaster.js';
export { nodeIsolation } from './api/renderer/model-probe.js';
export { encodeMessage, parseHello, parseLenderMessage } from './api/lent/lender-messages.js';
export { type LenderPort } from './api/lent/lent-connection.js';
export { LentConnections, type OpenedConnection } from './api/lent/lent-connections.js';
export { RendererOptions } from './api/renderer/renderer-options.js';
export { TokenCounter } from './api/renderer/token-counter.js';
export { presentImage, presentThumbnail, TakePresenter } from './api/take-presenter.js';
