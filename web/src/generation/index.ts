export { default as CanvasPanel } from './canvas/CanvasPanel.vue';
export { default as TakeClip } from './replay/TakeClip.vue';
export { default as ReplaySlider } from './replay/ReplaySlider.vue';
export { type Cell, cellOf } from './replay/cell.js';
export { useReplayStore } from './replay/replay-store.js';
export { type Playback, usePlayback } from './replay/use-playback.js';
export { default as TakePreview } from './images/TakePreview.vue';
export { default as TakeThumbnail } from './images/TakeThumbnail.vue';
export { imageUrl } from './images/image-url.js';
export { useMaskShare } from './images/use-mask-share.js';
export { hiddenReason, isDownloadable } from './images/image-visibility.js';
export { useAdditionsStore } from './models/additions-store.js';
export { examplePrompts } from './models/example-prompts.js';
export { useModelsStore } from './models/models-store.js';
export { default as PaceControl } from './pace/PaceControl.vue';
export { paceName } from './pace/pace-name.js';
export { useIsHurried } from './pace/use-is-hurried.js';
export { usePaceStore } from './pace/pace-store.js';
export { useRenderProgress } from './progress/use-render-progress.js';
export { steersWithChanges, useMarksOf } from './steers/use-steer-marks.js';
export { steeredFrom } from './steers/steered-from.js';
export { diffPrompts } from './steers/text-diff.js';
export { default as TakeDialog } from './takes/TakeDialog.vue';
export { default as TakeImageDialog } from './takes/TakeImageDialog.vue';
export { default as TakesStrip } from './takes/TakesStrip.vue';
export { usePublishedTakesStore, useRoomPublications } from './takes/published-takes-store.js';
export { TAKE_ACTIONS, useTakeActions } from './takes/take-actions.js';
export { useTakesStore } from './takes/takes-store.js';
export {
  type PromptPair,
  type Take,
  currentPrompts,
  findTake,
  isOver,
  promptOfImage,
  renderedSteps,
  stepsFromImage,
} from './takes/takes.js';
export { useOpenTake, useTakeInUrl } from './takes/use-take-in-url.js';
export { timeLeftText, useQueueWait } from './progress/queue-wait.js';
export { hiresText, upscaleText } from './takes/hires-text.js';
export { weightText } from './takes/weights.js';
export { useTakeStatus } from './takes/use-take-status.js';
