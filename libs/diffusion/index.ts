export { createScheduler, isSchedulerName, SCHEDULER_NAMES, schedulerLabels } from './schedulers/registry.js';
export type { SchedulerName, SchedulerOptions } from './schedulers/registry.js';
export type { Scheduler, StepResult } from './schedulers/scheduler.js';
export { readSchedulerConfig, SchedulerConfigError } from './schedulers/scheduler-config.js';
export type { SchedulerConfig } from './schedulers/scheduler-config.js';
export { InitialNoise } from './random/initial-noise.js';
export { DeviceError, LoraError, ModelFolderError, OutOfMemoryError, RenderError } from './errors.js';
export type { ModelFolderCode, RenderErrorCode } from './errors.js';
export { readModelFolder } from './model-folder/read-model-folder.js';
export { trustHardLinksIn } from './onnx/external-data.js';
export type { ModelFolder } from './model-folder/model-folder.js';
export { describeModel } from './description/describe-model.js';
export type { ModelDescription, PartDescription } from './description/describe-model.js';
export { folderFingerprint, folderHash } from './model-folder/folder-hash.js';
export { clipTokenizer } from './tokenizer/clip-vocabulary.js';
export { Tokenizer } from './tokenizer/tokenizer.js';
export { withWords } from './embeddings/embedding-tokenizer.js';
export { countPrompt } from './prompt/count-prompt.js';
export type { TokenCount } from './prompt/count-prompt.js';
export { scheduleTexts } from './prompt/schedule.js';
export type { ScheduledText } from './prompt/schedule.js';
export { parseWeights } from './prompt/weights.js';
export { toChunks } from './prompt/chunks.js';
export { applyEmphasis } from './prompt/emphasis.js';
export { ConditioningPlan } from './prompt/conditioning.js';
export type { Conditioning, ConditioningEntry } from './prompt/conditioning.js';
export { PromptCompiler } from './prompt/prompt-compiler.js';
export type { PromptPair } from './prompt/prompt-compiler.js';
export type { PromptEncoder } from './prompt/encoded-texts.js';
export { TextEncoders } from './text/text-encoders.js';
export { contextLength } from './model-folder/context-length.js';
export { withVae } from './checkpoint/vae-choice.js';
export { DiffusionPipeline } from './pipeline/diffusion-pipeline.js';
export type { JoinedImage, Rounding } from './pipeline/diffusion-pipeline.js';
export type {
  HiresPass,
  ImageUpscaler,
  InitImage,
  ImageJob,
  PromptSwitch,
  RenderHooks,
  RenderResult,
  StepReport,
} from './pipeline/image-job.js';
export type { LatentSize } from './pipeline/latent-frame.js';
export type { Image } from './pipeline/pixels.js';
export { isLatentUpscaler } from './upscalers/latent-upscale.js';
export { esrganUpscaler } from './upscalers/esrgan.js';
export { additionBytes } from './pipeline-pool/addition-footprint.js';
export type { ControlUse } from './pipeline/control-net.js';
export { lanczos } from './upscalers/lanczos.js';
export { openPreviewer } from './previews/previewer.js';
export type { Previewer, StepTimings, PreviewSource } from './previews/adaptive-previewer.js';
export { downscale } from './previews/downscale.js';
export { encodeFrame } from './previews/encode-frame.js';
export { encodeSheet } from './previews/encode-sheet.js';
export type { Sheet } from './previews/encode-sheet.js';
export type { Frame } from './previews/encode-frame.js';
export { encodePng } from './png/encode-png.js';
export { readMask, readImage } from './png/read-image.js';
export { LeasePool } from './pipeline-pool/lease-pool.js';
export type { Lease } from './pipeline-pool/lease-pool.js';
export { planEviction, PoolPolicy } from './pipeline-pool/pool-policy.js';
export type { PoolItem, EvictionPlan } from './pipeline-pool/pool-policy.js';
export { MemoryPool } from './pipeline-pool/memory-pool.js';
export type { MemoryPoolOptions, PoolRequest } from './pipeline-pool/pool-request.js';
export type { PoolForecast, PoolReport, PoolReportEntry } from './pipeline-pool/pool-report.js';
export { modelFootprint } from './pipeline-pool/footprint.js';
export type { Footprint } from './pipeline-pool/footprint.js';
export { memoryBudget } from './pipeline-pool/memory-budget.js';
export { CPU, isCpu } from './sessions/device.js';
export type { ProviderName, SessionDevice } from './sessions/device.js';
export { describeDevice } from './devices/describe-device.js';
export { deviceBudget } from './devices/device-budget.js';
export { ownCardBytes } from './devices/own-card-bytes.js';
export { selectCard } from './devices/select-card.js';
export { findProviders, problemOf, thisMachine } from './devices/find-providers.js';
export type { Machine, MissingProvider } from './devices/find-providers.js';
export { runtimeBackends } from './sessions/runtime.js';
export { tryDevice, tryHalf } from './sessions/try-device.js';
export type { DeviceTrial } from './sessions/try-device.js';
export { RUNTIME } from './sessions/runtime.js';
export { sessionOptions } from './sessions/open-session.js';
export { OptimizedGraphs } from './sessions/optimized-graphs.js';
export { LoraPlan } from './lora/lora-plan.js';
export type { LoraReport, LoraUse } from './lora/lora-plan.js';
export { availableBytes, residentBytes } from './sessions/memory.js';
export { collectGarbage } from './sessions/collect-garbage.js';
export { asOutOfMemory } from './sessions/out-of-memory.js';
export { warmRuntime } from './sessions/warm-runtime.js';
export { tryAddition } from './additions/try-addition.js';
export { checkLoraCompatibility } from './lora-compatibility.js';
export type { LoraCompatibility } from './lora-compatibility.js';
