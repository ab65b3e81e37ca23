/** What a program at a terminal needs of this slice: the models there are and a renderer's process. No server comes along. */
export type { ProbeFacts, ProbeResult } from './domain/probe-protocol.js';
export type {
  RenderCommand,
  RenderedPicture,
  RendererCommand,
  RendererReport,
  RenderJob,
  RenderRecord,
} from './domain/renderer-protocol.js';
export { type FolderModel as Model, FolderModelCatalogue } from './storage/folder-model-catalogue.js';
export { probeModel } from './wire/renderer/model-probe.js';
export { rendererEnvironment } from './wire/renderer/renderer-environment.js';
export { builtRenderer } from './wire/renderer/renderer-options.js';
