import { readdir, stat } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@visionary/platform/blobs';
import type { Manifest, ManifestFile, Manifests } from '../../domain/manifest.js';
import { filesOf, type RenderJob, withHashes } from '../../domain/renderer-protocol.js';
import type { AttemptRequest } from '../../domain/renderers.js';
import type { DiskFileHashes } from '../../storage/disk-file-hashes.js';
import { ModelDownloadError } from '../renderer/cache/fetch-manifest.js';
import type { AttemptFiles, Files, LocalFiles, RendererFolders } from '../renderer/request-files.js';

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
  readonly hashes: ReadonlySet<string>;
}

const NO_FILES: LocalFiles = { modelDir: '', files: [] };

/** Lets a lent renderer read the files of its current take by their hashes, and no others. */
export class LentFiles implements AttemptFiles {
  private offer: OpenOffer | undefined;

  constructor(
    private readonly folders: RendererFolders,
    private readonly hashes: DiskFileHashes,
    private readonly blobs: Pick<BlobStore, 'open'>,
  ) {}

  /** It gets all models of this server. */
  models(): Promise<undefined> {
    return Promise.resolve(undefined);
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

  /** @returns undefined for a file that the current take does not have */
  async read(sha256: string, from: number, until: number): Promise<Uint8Array | undefined> {
    const { offer } = this;
    if (!offer?.hashes.has(sha256) || until <= from) return undefined;
    const localFile = offer.localFiles.get(sha256);
    if (localFile !== undefined) return readRange(localFile, from, until);
    const blob = await this.blobs.open(sha256, { from, to: until - 1 });
    return blob ? buffer(blob.stream) : undefined;
  }

  private async offerOf({ job, modelName, manifests = {} }: AttemptRequest): Promise<OpenOffer> {
    const localFiles = new Map<string, string>();
    const model = job.upscale
      ? undefined
      : (manifests.model ?? (await this.localModel(this.folders.modelDir(modelName), localFiles)));
    const additions: Record<string, Manifest> = {};
    const refs = filesOf(job);
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
      hashes: new Set([...files.map(({ sha256 }) => sha256), ...imageHashesOf(job)]),
    };
  }

  /** @param path of a folder, or of a checkpoint */
  private async localModel(path: string, localFiles: Map<string, string>): Promise<Manifest> {
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
export const imageHashesOf = ({ init, controls = [], upscale }: RenderJob): string[] => [
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

const readRange = async (path: string, from: number, until: number): Promise<Uint8Array | undefined> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.max(0, Math.min(until, size) - from));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return bytesRead === bytes.length && bytesRead > 0 ? bytes : undefined;
  } finally {
    await file.close();
  }
};
