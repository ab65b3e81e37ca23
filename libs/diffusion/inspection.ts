/**
 * A door of its own: what strangers' files hold is read in plain TypeScript, in a thread, before any native code sees
 * them. It never leads to the runtime.
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
