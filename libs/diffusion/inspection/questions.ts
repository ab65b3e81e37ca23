import type { FileInspection, FolderInspection } from './result.js';
import { inspectFile } from './inspect-file.js';
import { folderHash } from '../model-folder/folder-hash.js';
import { type FolderOptions, inspectFolder } from './inspect-folder.js';

/** What the thread is asked. */
export type Question =
  | { readonly about: 'file'; readonly path: string; readonly name: string }
  | { readonly about: 'hash'; readonly dir: string }
  | {
      readonly about: 'folder';
      readonly dir: string;
      readonly files: readonly string[];
      readonly options: FolderOptions;
    };

export function answer(question: Question): Promise<FileInspection | FolderInspection | string> {
  switch (question.about) {
    case 'file':
      return inspectFile(question.path, question.name);
    case 'hash':
      return folderHash(question.dir);
    case 'folder':
      return inspectFolder(question.dir, question.files, question.options);
    default:
      return question satisfies never;
  }
}
