import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import { bytesOf, type Manifest } from '../../domain/manifest.js';
import { JOB_FILE_FOLDERS } from '../../domain/additions.js';
import { filesOf, type RendererCommand } from '../../domain/renderer-protocol.js';
import type { AttemptRequest, ModelQuestion, RendererResponse } from '../../domain/renderers.js';
import type { FailureCode } from '../../domain/take.js';
import { ModelDownloadError } from './cache/fetch-manifest.js';
import type { FetchedModel, ModelCache } from './cache/model-cache.js';

type JobFileRef = Pick<ReturnType<typeof filesOf>[number], 'kind' | 'id'>;

/** A name directly inside the folder: no path, not hidden, and not of the hub. Names come from another machine. */
const NAME = /^[^./\\\0@][^/\\\0@]{0,199}$/;

/** Paths of local models and additions on this machine. */
export class RendererFolders {
  constructor(private readonly modelsDir: string) {}

  /** Ids of the local models. */
  async models(): Promise<string[]> {
    const names = await readdir(this.modelsDir).catch(() => []);
    return names.filter((name) => NAME.test(name) && isModel(join(this.modelsDir, name))).sort();
  }

  /** @throws RangeError for an invalid name */
  modelDir(id: string): string {
    return join(this.modelsDir, nameOf(id));
  }

  /** @throws RangeError for an invalid name */
  additionFile({ kind, id }: JobFileRef): string {
    return join(this.modelsDir, JOB_FILE_FOLDERS[kind], `${nameOf(id)}.safetensors`);
  }
}

const nameOf = (id: string): string => {
  if (!NAME.test(id)) throw new RangeError(`"${id.slice(0, 100)}" is no valid name of a model or addition.`);
  return id;
};

/** Paths on this machine of the files of an attempt or a request. */
export interface LocalFiles {
  /** Empty for an upscale. */
  readonly modelDir: string;
  /** In the order of `filesOf`. */
  readonly files: readonly string[];
}

/** Files in use until they are released. Releasing aborts their download. */
export interface Files<T extends LocalFiles | null = LocalFiles> {
  readonly ready: Promise<T>;
  release(): void;
}

export type DownloadProgress = { readonly bytes: number; readonly of: number };
type RequestMessage = AttemptRequest | ModelQuestion;

const PROGRESS_INTERVAL_MS = 500;

/** How a renderer gets the files of its takes. */
export interface AttemptFiles {
  /** Ids of the local models that it has; undefined if it gets all of this server's. */
  models(): Promise<readonly string[] | undefined>;
  /** @param onProgress called during downloads. `ready` rejects with errors that `failureOf` knows. */
  forAttempt(request: AttemptRequest, onProgress: (fetching: DownloadProgress) => void): Files;
  /** `ready` is null if a forecast would need a download. */
  forRequest(request: ModelQuestion): Files<LocalFiles | null>;
}

/** Finds files in the models folder, or downloads them from the hub. */
export class RequestFiles implements AttemptFiles {
  constructor(
    private readonly folders: RendererFolders,
    private readonly cache: ModelCache,
  ) {}

  models(): Promise<string[]> {
    return this.folders.models();
  }

  forAttempt(request: AttemptRequest, onProgress: (fetching: DownloadProgress) => void): Files {
    const { job, manifests } = request;
    const modelName = job.upscale ? undefined : request.modelName;
    const refs = filesOf(job);
    const neededManifests = [manifests?.model, ...refs.map(({ id }) => manifests?.additions?.[id])];
    const progress = new Progress(neededManifests, onProgress);
    const files = this.files(modelName, refs, request, async (manifest, signal) => {
      const cached = await this.cache.find(manifest);
      if (cached) progress.add(manifest, bytesOf(manifest));
      return (
        cached ?? this.cache.fetchModel(manifest, { signal, onBytes: (bytes) => progress.report(manifest, bytes) })
      );
    });
    const ready = files.ready.then((all) => {
      progress.end();
      return all;
    });
    return { ready, release: () => files.release() };
  }

  forRequest(request: ModelQuestion): Files<LocalFiles | null> {
    const refs = request.type === 'count' ? [] : filesOf(request);
    const files = this.files(request.model, refs, request, async (manifest) => {
      // A caller waits only seconds, but the download continues for the next one.
      if (request.type === 'count') {
        const { signal } = new AbortController();
        return this.cache.fetchTokenizer(manifest, { signal, onBytes: () => undefined });
      }
      const found = await this.cache.find(manifest);
      if (!found) throw new FilesUnavailableError();
      return found;
    });
    const ready = files.ready.catch((error: unknown) => {
      if (error instanceof FilesUnavailableError) return null;
      throw error;
    });
    return { ready, release: () => files.release() };
  }

  private files(
    model: string | undefined,
    refs: readonly JobFileRef[],
    { manifests = {} }: RequestMessage,
    fetch: (manifest: Manifest, signal: AbortSignal) => Promise<FetchedModel>,
  ): Files {
    const abortController = new AbortController();
    const fetchedModels: FetchedModel[] = [];
    const fetchOne = async (manifest: Manifest): Promise<string> => {
      const model = await fetch(manifest, abortController.signal);
      if (abortController.signal.aborted) model.release();
      else fetchedModels.push(model);
      return model.dir;
    };
    const find = async (): Promise<LocalFiles> => {
      const localDir = () => (model === undefined ? '' : this.folders.modelDir(model));
      const modelDir = manifests.model ? await fetchOne(manifests.model) : localDir();
      const files: string[] = [];
      for (const ref of refs) {
        const manifest = manifests.additions?.[ref.id];
        const [file] = manifest?.files ?? [];
        files.push(manifest && file ? join(await fetchOne(manifest), file.path) : this.folders.additionFile(ref));
      }
      return { modelDir, files };
    };
    const release = (): void => {
      abortController.abort(new Error('The files are no longer needed.'));
      for (const one of fetchedModels.splice(0)) one.release();
    };
    return { ready: find(), release };
  }
}

/** A renderer may not read a file of a take. Others may. */
export class FilesNotOfferedError extends Error {}

class FilesUnavailableError extends Error {}

/** Progress of all downloads of one attempt. */
class Progress {
  private readonly receivedBytes = new Map<Manifest, number>();
  private readonly totalBytes: number;
  private reportedAtMs = -Infinity;

  constructor(
    needed: readonly (Manifest | undefined)[],
    private readonly onProgress: (fetching: DownloadProgress) => void,
  ) {
    this.totalBytes = needed.reduce((sum, manifest) => sum + (manifest ? bytesOf(manifest) : 0), 0);
  }

  add(manifest: Manifest, bytes: number): void {
    this.receivedBytes.set(manifest, bytes);
  }

  report(manifest: Manifest, bytes: number): void {
    this.add(manifest, bytes);
    const now = performance.now();
    if (now - this.reportedAtMs < PROGRESS_INTERVAL_MS) return;
    this.reportedAtMs = now;
    this.onProgress({
      bytes: [...this.receivedBytes.values()].reduce((sum, one) => sum + one, 0),
      of: this.totalBytes,
    });
  }

  /** Clients that saw progress also get the end of it. */
  end(): void {
    if (this.reportedAtMs !== -Infinity) this.onProgress({ bytes: this.totalBytes, of: this.totalBytes });
  }
}

export const commandOf = (requestId: number, request: ModelQuestion, files: LocalFiles): RendererCommand => {
  const { modelDir } = files;
  if (request.type === 'count') {
    const { texts, words } = request;
    return { type: 'count', requestId, modelDir, texts, ...(words && { words }) };
  }
  const loraWeights = request.loras.map(({ weight }) => weight);
  const loraFiles = files.files.slice(0, loraWeights.length);
  const vaeFile = files.files[loraWeights.length];
  return { type: 'forecast', requestId, modelDir, loraFiles, loraWeights, ...(vaeFile !== undefined && { vaeFile }) };
};

/** Not in memory; evictions are unknown until the files are here. */
export const notDownloaded = (requestId: number): RendererResponse => ({
  type: 'forecast',
  requestId,
  inMemory: false,
  loadMs: undefined,
  evicts: [],
});

/** Names from another machine may be invalid. */
export const failureOf = (error: unknown): { code: FailureCode; detail: string } => {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof ModelDownloadError) return { code: 'MODEL_DOWNLOAD_FAILED', detail };
  if (error instanceof RangeError) return { code: 'MODEL_FOLDER_INVALID', detail };
  return { code: 'MODEL_DOWNLOAD_FAILED', detail: `Its files could not be fetched to the renderer: ${detail}` };
};
