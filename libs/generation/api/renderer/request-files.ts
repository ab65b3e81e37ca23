import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf, type Manifest } from '../../domain/manifest.js';
import type { RendererCommand } from '../../domain/renderer-protocol.js';
import type { RendererResponse, RendererRequest, AttemptRequest } from '../../domain/renderers.js';
import type { FailureCode } from '../../domain/take.js';
import { ModelDownloadError } from './cache/fetch-manifest.js';
import type { FetchedModel, ModelCache } from './cache/model-cache.js';

/** A folder or file directly in ours: no path, nothing hidden, and no name of the hub's. Names come from another machine. */
const NAME = /^[^./\\\0@][^/\\\0@]{0,199}$/;

/** Beside the models. */
const LORAS = 'loras';

/** Where the files of models and LoRAs are on this machine. */
export class RendererFolders {
  constructor(private readonly modelsDir: string) {}

  /** Ids of the models that are there. */
  async models(): Promise<string[]> {
    const names = await readdir(this.modelsDir).catch(() => []);
    return names.filter((name) => NAME.test(name) && existsSync(join(this.modelsDir, name, 'model_index.json'))).sort();
  }

  /** @throws RangeError when the id is no name of a folder */
  modelDir(id: string): string {
    return join(this.modelsDir, nameOf(id));
  }

  /** @throws RangeError when the id is no name of a file */
  loraFile(id: string): string {
    return join(this.modelsDir, LORAS, `${nameOf(id)}.safetensors`);
  }
}

const nameOf = (id: string): string => {
  if (!NAME.test(id)) throw new RangeError(`"${id.slice(0, 100)}" is no name of a model or LoRA.`);
  return id;
};

/** Where the files of an request or a request are on this machine. */
export interface LocalFiles {
  readonly modelDir: string;
  /** In the request in which they were named. */
  readonly loraFiles: readonly string[];
}

/** Files on their way, and in use until they are released. Releasing them before they are here gives them up. */
export interface Files<T extends LocalFiles | null = LocalFiles> {
  readonly here: Promise<T>;
  release(): void;
}

type Fetching = { readonly bytes: number; readonly of: number };
type RequestMessage = AttemptRequest | RendererRequest;

const TOLD_EVERY_MS = 500;

/** Finds what renders need: in the folder of models, or in the hub, from which it is brought. */
export class RequestFiles {
  constructor(
    private readonly folders: RendererFolders,
    private readonly cache: ModelCache,
  ) {}

  /** @param tell hears how much has come, where something must be fetched. `here` rejects with what `failureOf` knows. */
  forAttempt(request: AttemptRequest, tell: (fetching: Fetching) => void): Files {
    const { command, manifests } = request;
    const ids = (command.job.loras ?? []).map(({ id }) => id);
    const wanted = [manifests?.model, ...ids.map((id) => manifests?.loras?.[id])];
    const progress = new Progress(wanted, tell);
    const files = this.files(command.modelName, ids, request, async (manifest, signal) => {
      const found = await this.cache.find(manifest);
      if (found) progress.hear(manifest, bytesOf(manifest));
      return found ?? this.cache.fetchModel(manifest, { signal, onBytes: (bytes) => progress.say(manifest, bytes) });
    });
    const here = files.here.then((all) => {
      progress.end();
      return all;
    });
    return { here, release: () => files.release() };
  }

  /** @returns null in `here` where a forecast would need what is not here yet */
  forRequest(request: RendererRequest): Files<LocalFiles | null> {
    const ids = request.type === 'count' ? [] : request.loras.map(({ id }) => id);
    const files = this.files(request.model, ids, request, async (manifest) => {
      // Whoever asks waits some seconds only. It is fetched to its end: who asks the next time finds it.
      if (request.type === 'count') {
        const { signal } = new AbortController();
        return this.cache.fetchTokenizer(manifest, { signal, onBytes: () => undefined });
      }
      const found = await this.cache.find(manifest);
      if (!found) throw new FilesUnavailableError();
      return found;
    });
    const here = files.here.catch((error: unknown) => {
      if (error instanceof FilesUnavailableError) return null;
      throw error;
    });
    return { here, release: () => files.release() };
  }

  private files(
    model: string,
    loras: readonly string[],
    { manifests = {} }: RequestMessage,
    bring: (manifest: Manifest, signal: AbortSignal) => Promise<FetchedModel>,
  ): Files {
    const end = new AbortController();
    const brought: FetchedModel[] = [];
    const keep = async (manifest: Manifest): Promise<string> => {
      const one = await bring(manifest, end.signal);
      if (end.signal.aborted) one.release();
      else brought.push(one);
      return one.dir;
    };
    const find = async (): Promise<LocalFiles> => {
      const modelDir = manifests.model ? await keep(manifests.model) : this.folders.modelDir(model);
      const loraFiles: string[] = [];
      for (const id of loras) {
        const manifest = manifests.loras?.[id];
        const [file] = manifest?.files ?? [];
        loraFiles.push(manifest && file ? join(await keep(manifest), file.path) : this.folders.loraFile(id));
      }
      return { modelDir, loraFiles };
    };
    const release = (): void => {
      end.abort(new Error('Nobody waits for it any more.'));
      for (const one of brought.splice(0)) one.release();
    };
    return { here: find(), release };
  }
}

class FilesUnavailableError extends Error {}

/** Of all that is fetched for one request. */
class Progress {
  private readonly there = new Map<Manifest, number>();
  private readonly of: number;
  private toldAtMs = -Infinity;

  constructor(
    wanted: readonly (Manifest | undefined)[],
    private readonly tell: (fetching: Fetching) => void,
  ) {
    this.of = wanted.reduce((sum, manifest) => sum + (manifest ? bytesOf(manifest) : 0), 0);
  }

  hear(manifest: Manifest, bytes: number): void {
    this.there.set(manifest, bytes);
  }

  say(manifest: Manifest, bytes: number): void {
    this.hear(manifest, bytes);
    const now = performance.now();
    if (now - this.toldAtMs < TOLD_EVERY_MS) return;
    this.toldAtMs = now;
    this.tell({ bytes: [...this.there.values()].reduce((sum, one) => sum + one, 0), of: this.of });
  }

  /** All is there: whoever heard of the way hears of its end, whatever was told last. */
  end(): void {
    if (this.toldAtMs !== -Infinity) this.tell({ bytes: this.of, of: this.of });
  }
}

export const commandOf = (requestId: number, request: RendererRequest, here: LocalFiles): RendererCommand => {
  const { modelDir, loraFiles } = here;
  if (request.type === 'count') return { type: 'count', requestId, modelDir, texts: request.texts };
  const loraWeights = request.loras.map(({ weight }) => weight);
  return { type: 'forecast', requestId, modelDir, loraFiles, loraWeights };
};

/** It is in no memory, and what would leave memory is known once its files are here. */
export const unfetched = (requestId: number): RendererResponse => ({
  ...{ type: 'forecast', requestId, inMemory: false, loadMs: undefined, evicts: [] },
});

/** Names that lead out of this machine's folders may come from another one. */
export const failureOf = (error: unknown): { code: FailureCode; detail: string } => {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof ModelDownloadError) return { code: 'MODEL_DOWNLOAD_FAILED', detail };
  if (error instanceof RangeError) return { code: 'MODEL_FOLDER_INVALID', detail };
  return { code: 'MODEL_DOWNLOAD_FAILED', detail: `Its files could not be brought to the renderer: ${detail}` };
};
