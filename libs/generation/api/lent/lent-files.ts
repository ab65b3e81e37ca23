import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@visionary/platform/blobs';
import type { Manifest, ManifestFile, Manifests } from '../../domain/manifest.js';
import { filesOf, type RenderJob, withHashes } from '../../domain/renderer-protocol.js';
import type { AttemptRequest } from '../../domain/renderers.js';
import type { DiskFileHashes } from '../../storage/disk-file-hashes.js';
import type { NeededFiles } from '../../use-cases/lendable-takes.js';
import { ModelDownloadError } from '../renderer/cache/fetch-manifest.js';
import {
  type AttemptFiles,
  type Files,
  FilesNotOfferedError,
  type LocalFiles,
  type RendererFolders,
} from '../renderer/request-files.js';

/** What a lent renderer may read while it renders one take. */
export interface Offer {
  readonly manifests: Manifests;
  /** With the hashes of its files. */
  readonly job: RenderJob;
  /** Of the model; empty for an upscale. */
  readonly modelHash: string;
}

interface OpenOffer extends Offer {
  /** Local files by hash. All others are blobs. */
  readonly localFiles: ReadonlyMap<string, string>;
  /** Sizes by hash, in bytes. */
  readonly sizes: ReadonlyMap<string, number>;
}

export interface FileRange {
  readonly bytes: Uint8Array;
  /** Size of the whole file. */
  readonly of: number;
}

const NO_FILES: LocalFiles = { modelDir: '', files: [] };

/** Lets a lent renderer read the files of its current take by their hashes, and no others. */
export class LentFiles implements AttemptFiles {
  private offer: OpenOffer | undefined;

  constructor(
    private readonly folders: RendererFolders,
    private readonly hashes: DiskFileHashes,
    private readonly blobs: Pick<BlobStore, 'open' | 'sizeOf'>,
    /** Whether its owner may have these files. */
    private readonly mayRead: (files: NeededFiles) => Promise<boolean>,
  ) {}

  /** It gets all models of this server. */
  models(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** Of all files that it may read. */
  get offeredBytes(): number {
    return [...(this.offer?.sizes.values() ?? [])].reduce((sum, bytes) => sum + bytes, 0);
  }

  get current(): Offer | undefined {
    return this.offer;
  }

  forAttempt(request: AttemptRequest): Files {
    let isReleased = false;
    const ready = this.offerOf(request).then((offer) => {
      if (!isReleased) this.offer = offer;
      return NO_FILES;
    });
    const release = (): void => {
      isReleased = true;
      this.offer = undefined;
    };
    return { ready, release };
  }

  /** Lent renderers answer no requests, because nothing that they say is verified. */
  forRequest(): Files<null> {
    return { ready: Promise.resolve(null), release: () => undefined };
  }

  /** @param until exclusive; a file may end before it. @returns undefined for a file that the current take does not have */
  async read(sha256: string, from: number, until: number): Promise<FileRange | undefined> {
    const of = this.offer?.sizes.get(sha256);
    if (of === undefined || from > of || until < from) return undefined;
    const end = Math.min(until, of);
    if (end === from) return { bytes: new Uint8Array(), of };
    const localFile = this.offer?.localFiles.get(sha256);
    if (localFile !== undefined) return { bytes: await readRange(localFile, from, end), of };
    const blob = await this.blobs.open(sha256, { from, to: end - 1 });
    return blob ? { bytes: await buffer(blob.stream), of } : undefined;
  }

  private async offerOf({ job, modelName, manifests = {} }: AttemptRequest): Promise<OpenOffer> {
    const refs = filesOf(job);
    const needed = { model: job.upscale ? undefined : modelName, additions: refs };
    if (!(await this.mayRead(needed))) throw new FilesNotOfferedError(modelName);
    const localFiles = new Map<string, string>();
    const model = job.upscale ? undefined : (manifests.model ?? (await this.localModel(modelName, localFiles)));
    const additions: Record<string, Manifest> = {};
    for (const ref of refs) {
      const { id } = ref;
      additions[id] =
        manifests.additions?.[id] ?? (await this.localAddition(this.folders.additionFile(ref), localFiles));
    }
    const bound = withHashes(
      job,
      refs.map(({ id }) => additions[id]!.files[0]!.sha256),
    );
    const files = [...(model?.files ?? []), ...Object.values(additions).flatMap((one) => one.files)];
    return {
      manifests: { ...(model && { model }), ...(refs.length > 0 && { additions }) },
      job: bound,
      modelHash: model?.hash ?? '',
      localFiles,
      sizes: new Map([...files.map(({ sha256, bytes }) => [sha256, bytes] as const), ...(await this.imageSizes(job))]),
    };
  }

  private async imageSizes(job: RenderJob): Promise<(readonly [string, number])[]> {
    const sizes: (readonly [string, number])[] = [];
    for (const sha256 of imageHashesOf(job)) {
      const bytes = await this.blobs.sizeOf(sha256);
      if (bytes !== null) sizes.push([sha256, bytes]);
    }
    return sizes;
  }

  /** A folder, or a checkpoint. */
  private async localModel(id: string, localFiles: Map<string, string>): Promise<Manifest> {
    const path = this.folders.modelDir(id);
    const isFolder = (await stat(path)).isDirectory();
    const root = isFolder ? path : dirname(path);
    const paths = isFolder ? await filesIn(path) : [path];
    const files: ManifestFile[] = [];
    for (const one of paths) files.push(await this.fileAt(one, relative(root, one).split(sep).join('/'), localFiles));
    const hash = await this.hashes.ofModel(path);
    if (hash === null) throw new ModelDownloadError(`${basename(path)} is no longer here.`);
    return { hash, files };
  }

  private async localAddition(path: string, localFiles: Map<string, string>): Promise<Manifest> {
    const file = await this.fileAt(path, basename(path), localFiles);
    return { hash: file.sha256, files: [file] };
  }

  private async fileAt(path: string, name: string, localFiles: Map<string, string>): Promise<ManifestFile> {
    const sha256 = await this.hashes.ofFile(path);
    if (sha256 === null) throw new ModelDownloadError(`${name} is no longer here.`);
    localFiles.set(sha256, path);
    return { path: name, sha256, bytes: (await stat(path)).size };
  }
}

/** Of the images that a job starts from. */
const imageHashesOf = ({ init, controls = [], upscale }: RenderJob): string[] => [
  ...(init ? [init.sha256, ...(init.maskSha256 === undefined ? [] : [init.maskSha256])] : []),
  ...controls.map(({ imageSha256 }) => imageSha256),
  ...(upscale ? [upscale.imageSha256] : []),
];

/** Hidden files are no part of a model. */
const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
  return paths
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => part.startsWith('.')),
    )
    .sort();
};

/** @throws Error if the file is shorter */
const readRange = async (path: string, from: number, until: number): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(until - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    if (bytesRead !== bytes.length) throw new Error(`${basename(path)} changed while it was read`);
    return bytes;
  } finally {
    await file.close();
  }
};
