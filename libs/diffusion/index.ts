export { createScheduler, isSchedulerName, SCHEDULER_NAMES, schedulerLabels } from './schedulers/catalogue.js';
export type { SchedulerName, SchedulerOptions } from './schedulers/catalogue.js';
export type { Scheduler, StepResult } from './schedulers/scheduler.js';
export { readSchedulerConfig, SchedulerConfigError } from './schedulers/scheduler-config.js';
export type { SchedulerConfig } from './schedulers/scheduler-config.js';
export { StartNoise } from './random/start-noise.js';
export { LoraError, ModelFolderError, OutOfMemoryError, RenderError } from './errors.js';
export type { ModelFolderCode, RenderErrorCode } from './errors.js';
export { readModelFolder } from './model-folder/model-folder.js';
export { trustLinksIn } from './onnx/place.js';
export type { ModelFolder } from './model-folder/model-folder.js';
export { describeModel } from './description/describe-model.js';
export type { ModelDescription, PartDescription } from './description/describe-model.js';
export { folderFingerprint, folderHash } from './model-folder/folder-hash.js';
export { Tokenizer } from './tokenizer/tokenizer.js';
export { countPrompt } from './prompt/count-prompt.js';
export type { TokenCount } from './prompt/count-prompt.js';
export { scheduleTexts } from './prompt/schedule.js';
export type { ScheduledText } from './prompt/schedule.js';
export { parseWeights } from './prompt/weights.js';
export { toWindows } from './prompt/windows.js';
export { emphasise } from './prompt/emphasis.js';
export { ConditioningPlan } from './prompt/conditioning.js';
export type { Conditioning, ConditioningEntry } from './prompt/conditioning.js';
export { PromptCompiler } from './prompt/prompt-compiler.js';
export type { PromptPair } from './prompt/prompt-compiler.js';
export type { PromptEncoder } from './prompt/encoded-texts.js';
export { TextEncoders } from './text/text-encoders.js';
export { textWindow } from './model-folder/text-window.js';
export { DiffusionPipeline } from './pipeline/diffusion-pipeline.js';
export type {
  InitPicture,
  PictureJob,
  PromptSwitch,
  RenderHooks,
  RenderResult,
  StepReport,
} from './pipeline/picture-job.js';
export type { LatentSize } from './pipeline/latent-frame.js';
export type { Picture } from './pipeline/pixels.js';
export { openPreviewer } from './previews/previewer.js';
export type { Previewer, PreviewPace, PreviewSource } from './previews/paced-previewer.js';
export { encodeFrame } from './previews/encode-frame.js';
export type { Frame } from './previews/encode-frame.js';
export { encodePng } from './png/encode-png.js';
export { readMask, readPicture } from './png/read-picture.js';
export { LeasePool } from './pipeline-pool/lease-pool.js';
export type { Lease } from './pipeline-pool/lease-pool.js';
export { planRoom, PoolPolicy } from './pipeline-pool/pool-policy.js';
export type { PoolItem, Room } from './pipeline-pool/pool-policy.js';
export { MemoryPool } from './pipeline-pool/memory-pool.js';
export type { MemoryPoolOptions, PoolRequest } from './pipeline-pool/memory-pool.js';
export type { PoolForecast, PoolReport, PoolReportEntry } from './pipeline-pool/pool-report.js';
export { modelFootprint } from './pipeline-pool/footprint.js';
export type { Footprint } from './pipeline-pool/footprint.js';
export { Recent } from './pipeline-pool/recent.js';
export { memoryBudget } from './pipeline-pool/memory-budget.js';
export { RUNTIME } from './sessions/runtime.js';
export { sessionOptions } from './sessions/open-session.js';
export type { LoraReport, LoraUse } from './lora/lora-patches.js';
export { availableBytes, residentBytes } from './sessions/memory.js';
export { collectGarbage } from './sessions/collect-garbage.js';
export { asOutOfMemory } from './sessions/out-of-memory.js';
export { warmRuntime } from './sessions/warm-runtime.js';
export { loraFit } from './lora-fit.js';
export type { LoraFit } from './lora-fit.js';
