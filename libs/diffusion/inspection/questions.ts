import type { FileInspection, FolderInspection } from './result.js';
import { inspectFile } from './inspect-file.js';
import { type FolderOptions, inspectFolder } from './inspect-folder.js';

/** What the thread is asked. */
export type Question =
  | { readonly about: 'file'; readonly path: string; readonly name: string }
  | {
      readonly about: 'folder';
      readonly dir: string;
      readonly files: readonly string[];
      readonly options: FolderOptions;
    };

export function answer(question: Question): Promise<FileInspection | FolderInspection> {
  return question.about === 'file'
    ? inspectFile(question.path, question.name)
    : inspectFolder(question.dir, question.files, question.options);
}
