/** A file somebody brought, and where it stands in the folder it came in, with forward slashes. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
  /** What the folder around everything is called, which is no part of the model. */
  readonly folder?: string;
}

/** The folders a diffusers model is made of: they are no folder around it. */
const PARTS =
  /^(?:unet|transformer|text_encoder(?:_\d)?|tokenizer(?:_\d)?|vae|vae_(?:en|de)coder|preview_decoder|scheduler|safety_checker|feature_extractor|image_encoder)$/u;

/** What systems and tools leave in folders, and nobody means to upload. */
const LEFT_BEHIND = /(?:^|\/)(?:\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(?:\/|$)/iu;

/** Without the folder that stands around everything, and without what is hidden. */
export function normalizePaths(files: readonly PickedFile[]): PickedFile[] {
  const visible = files.filter(({ path }) => !LEFT_BEHIND.test(path));
  const [top] = visible[0]?.path.split('/') ?? [];
  const isAround = top !== undefined && !PARTS.test(top) && visible.every(({ path }) => path.startsWith(`${top}/`));
  return isAround
    ? visible.map(({ path, file }) => ({ path: path.slice(top.length + 1), file, folder: top }))
    : visible;
}

/** Of a file input; with `webkitdirectory` each file says where it stands. */
export const filesFromInput = (files: Iterable<File>): PickedFile[] =>
  normalizePaths([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));

/** Of a drop. Entries are to be asked for before the event is over: call this in it, without waiting for anything. */
export async function filesFromDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const entries = [...transfer.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length === 0) return filesFromInput(transfer.files);
  return normalizePaths((await Promise.all(entries.map(filesIn))).flat());
}

async function filesIn(entry: FileSystemEntry): Promise<PickedFile[]> {
  const path = entry.fullPath.replace(/^\//u, '');
  if (entry.isFile) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }];
  const found: PickedFile[] = [];
  for (const inside of await entriesOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesIn(inside)));
  return found;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives a hundred at a time, and nothing once there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
