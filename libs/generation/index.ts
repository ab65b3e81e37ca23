export {
  TakeCancelled,
  TakeFailed,
  TakeFinished,
  TakePictureCovered,
  TakeQueued,
  TakeStarted,
  TakeSteered,
} from './domain/events.js';
export { isHouseTake } from './domain/house-takes.js';
export { type Model, ModelCatalogue } from './domain/model.js';
export type { RenderedPicture, RenderJob, RenderRecord } from './domain/renderer-protocol.js';
export type { Take, TakeAddition, TakeHand, TakeOrigin, TakeSettings } from './domain/take.js';
export type { RepeatedTake } from './domain/takes.js';
export { levelOf } from './domain/picture-level.js';
export { RoomsChoosing } from './domain/rooms-choosing.js';
export { PictureHolders } from './domain/uploads.js';
export { GenerationModule } from './generation.module.js';
export { generationBlobs, generationEntities } from './storage/entities.js';
export { AdoptTake, type RenderedTake } from './usecases/adopt-take.js';
export { CancelTake } from './usecases/cancel-take.js';
export { FindTake } from './usecases/find-take.js';
export { FindUpload } from './usecases/find-upload.js';
export { ForecastModel } from './usecases/forecast-model.js';
export { ForgetUpload } from './usecases/forget-upload.js';
export { LevelPicture } from './usecases/level-picture.js';
export { KnownModels } from './usecases/known-models.js';
export { NewestTakes } from './usecases/newest-takes.js';
export { PageMyTakes } from './usecases/page-my-takes.js';
export { PageTakes } from './usecases/page-takes.js';
export { PlaceTake } from './usecases/place-take.js';
export { PrepareRepeat } from './usecases/prepare-repeat.js';
export { QueueTake } from './usecases/queue-take.js';
export { ReleaseModel } from './usecases/release-model.js';
export { SteerTake } from './usecases/steer-take.js';
export { StopTake } from './usecases/stop-take.js';
export { TraceTakes } from './usecases/trace-takes.js';
export { fileWords } from './wire/picture-name.js';
export { LineBoard } from './wire/line-board.js';
export { NamedModels } from './wire/named-models.js';
export { RendererOptions } from './wire/renderer/renderer-options.js';
export { TokenCounter } from './wire/renderer/token-counter.js';
export { RunningTakes } from './wire/running-takes.js';
export { presentCover, presentPicture, TakePresenter } from './wire/take-presenter.js';
