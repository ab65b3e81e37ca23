/** What the command line needs of this slice: local models and a renderer process, without the server. */
export type { ProbeMeasurements, ProbeResult } from './domain/probe-protocol.js';
export type {
  RenderCommand,
  RenderedImage,
  RendererCommand,
  RendererReport,
  RenderJob,
  RenderRecord,
} from './domain/renderer-protocol.js';
export { JOB_FILE_FOLDERS } from './domain/additions.js';
export { UPLOAD_TRANSFORM } from './domain/uploads.js';
export { filesOf, type JobFileKind } from './domain/renderer-protocol.js';
export { type LocalModel as Model, LocalModelCatalog } from './storage/local-model-catalog.js';
export { probeModel } from './api/renderer/model-probe.js';
export { rendererEnvironment, builtRenderer } from './api/renderer/renderer-options.js';
