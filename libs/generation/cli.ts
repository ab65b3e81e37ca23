/** What a program at a terminal needs of this slice: the models there are and a renderer's process. No server comes along. */
export type { ProbeMeasurements, ProbeResult } from './domain/probe-protocol.js';
export type { RenderCommand, RenderedImage, RendererCommand, RendererReport, RenderJob, RenderRecord } from './domain/renderer-protocol.js';
export { type LocalModel as Model, LocalModelCatalog } from './storage/local-model-catalog.js';
export { probeModel } from './api/renderer/model-probe.js';
export { rendererEnvironment, builtRenderer } from './api/renderer/renderer-options.js';
