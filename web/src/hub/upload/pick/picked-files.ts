/** A picked file and its path in the picked folder, with forward slashes. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
  /** The name of the enclosing folder, which is not part of the model. */
  readonly folder?: string;
}

/** The folders of a diffusers model, which are not enclosing folders. */
const PARTS =
  /^(?:unet|transformer|text_encoder(?:_\d)?|tokenizer(?:_\d)?|vae|vae_(?:en|de)coder|preview_decoder|scheduler|safety_checker|feature_extractor|image_encoder)$/u;

/** Files that systems and tools leave in folders. */
const LEFT_BEHIND = /(?:^|\/)(?:\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(?:\/|$)/iu;
/** A model whose name is missing. It is rejected with the reason. */
const NAMELESS = /^\.(?:safetensors|zip|onnx|ckpt|pth?|bin)$/iu;

/** Removes the enclosing folder and hidden files. */
export function normalizePaths(files: readonly PickedFile[]): PickedFile[] {
  const visible = files.filter(({ path }) => NAMELESS.test(path) || !LEFT_BEHIND.test(path));
  const [top] = visible[0]?.path.split('/') ?? [];
  const isAround = top !== undefined && !PARTS.test(top) && visible.every(({ path }) => path.startsWith(`${top}/`));
  return isAround
    ? visible.map(({ path, file }) => ({ path: path.slice(top.length + 1), file, folder: top }))
    : visible;
}

/** Files of an input element; with `webkitdirectory` each has a path. */
export const filesFromInput = (files: Iterable<File>): PickedFile[] =>
  normalizePaths([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));

/** Files of a drop. Call it synchronously in the handler: the entries are gone after the event. */
export async function filesFromDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const entries = [...transfer.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length === 0) return filesFromInput(transfer.files);
  return normalizePaths((await Promise.all(entries.map(filesIn))).flat());
}

async function filesIn(entry: FileSystemEntry): Promise<PickedFile[]> {
  const path = entry.fullPath.replace(/^\//u, '');
  if (entry.isFile) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }];
  const found: PickedFile[] = [];
  for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesIn(child)));
  return found;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** The reader returns up to a hundred entries per call, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

/** An expected file and its path. */
export interface ExpectedFile {
  readonly path: string;
  isSame(file: File): boolean;
}

/** Files chosen one by one have no folder: gives expected files their path back. */
export const matchExpected = (files: readonly PickedFile[], expected: readonly ExpectedFile[]): PickedFile[] =>
  files.map((one) => {
    if (one.path.includes('/') || expected.some(({ path }) => path === one.path)) return one;
    const expectedFiles = expected.filter(({ isSame }) => isSame(one.file));
    const [only] = expectedFiles;
    // Files with the same name and size may differ.
    return only && expectedFiles.length === 1 ? { ...one, path: only.path } : one;
  });
