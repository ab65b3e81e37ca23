import { type FileStart, type HeaderInspection, inspectHeader } from './inspect-header.js';
import type { FileInspection, FolderInspection } from './result.js';
import { inspectFile } from './inspect-file.js';
import { folderHash } from '../model-folder/folder-hash.js';
import { type FolderOptions, inspectFolder } from './inspect-folder.js';

/** Requests to the inspection thread. */
export type InspectionRequest =
  | { readonly about: 'file'; readonly path: string; readonly name: string }
  | ({ readonly about: 'header' } & FileStart)
  | { readonly about: 'hash'; readonly dir: string }
  | {
      readonly about: 'folder';
      readonly dir: string;
      readonly files: readonly string[];
      readonly options: FolderOptions;
    };

export function handleRequest(
  inspectionRequest: InspectionRequest,
): Promise<FileInspection | HeaderInspection | FolderInspection | string> {
  switch (inspectionRequest.about) {
    case 'file':
      return inspectFile(inspectionRequest.path, inspectionRequest.name);
    case 'header':
      return inspectHeader(inspectionRequest);
    case 'hash':
      return folderHash(inspectionRequest.dir);
    case 'folder':
      return inspectFolder(inspectionRequest.dir, inspectionRequest.files, inspectionRequest.options);
    default:
      return inspectionRequest satisfies never;
  }
}
