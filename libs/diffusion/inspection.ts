/**
 * Separate entry point for inspecting uploaded files. It parses them in plain TypeScript on a thread, before native
 * code reads them, and never imports the runtime.
 */
export { Inspector, type InspectorOptions } from './inspection/inspector.js';
export { inspectFile } from './inspection/inspect-file.js';
export { type FolderOptions, inspectFolder } from './inspection/inspect-folder.js';
export { nameError } from './inspection/format.js';
export type { FileFaultReason } from './fault.js';
export type {
  FileFormat,
  FileInspection,
  FolderInspection,
  ModelFileMetadata,
  InspectionCode,
  InspectionDetail,
  FileMetadata,
  InspectionRejection,
} from './inspection/result.js';
export { type FileStart, inspectHeader, inspectWeightsHeader } from './inspection/inspect-header.js';
export { findTensorWithNonFiniteValues } from './safetensors/finite-values.js';
export { recognize } from './recognition/recognize.js';
export type { Recognition } from './recognition/recognition.js';
