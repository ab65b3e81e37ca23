export { TakeCancelled, TakeFailed, TakeFinished, TakeQueued, TakeStarted } from './domain/events.js';
export { type Model, ModelCatalogue } from './domain/model.js';
export type {
  PreviewFrame,
  RendererCommand,
  RendererReport,
  RenderedPicture,
  RenderJob,
  RenderRecord,
} from './domain/renderer-protocol.js';
export type { Take, TakeSettings } from './domain/take.js';
export { GenerationModule } from './generation.module.js';
export { generationEntities } from './storage/entities.js';
export { CancelTake } from './usecases/cancel-take.js';
export { NewestTakes } from './usecases/newest-takes.js';
export { PageTakes } from './usecases/page-takes.js';
export { PlaceTake } from './usecases/place-take.js';
export { QueueTake } from './usecases/queue-take.js';
export { LineBoard } from './wire/line-board.js';
export { RendererOptions } from './wire/renderer/renderer-options.js';
export { TokenCounter } from './wire/renderer/token-counter.js';
export { RunningTakes } from './wire/running-takes.js';
export { presentPicture, TakePresenter } from './wire/take-presenter.js';
