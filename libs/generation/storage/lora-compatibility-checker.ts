import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AdditionKind } from '@visionary/contract';
import type { ModelTraits, ReadAddition } from '@visionary/diffusion/additions';
import { folderFingerprint } from '@visionary/diffusion/model-files';
import type { ChangedModules, ModelFileMetadata, PatchableWeights } from '@visionary/diffusion/lora-compatibility';
import { LRUCache } from 'lru-cache';
import type { LoraCompatibilityStatus } from '../domain/loras.js';
import {
  type AdditionProblem,
  handleGraphRequest,
  type GraphResponses,
  type GraphRequest,
  FAILED_RESPONSES,
} from './graph-requests.js';

type Response = GraphResponses[keyof GraphResponses];

interface QueuedRequest {
  readonly request: GraphRequest;
  readonly settle: (response: Response) => void;
}

/** Graphs that LoRAs patch. */
const GRAPHS = ['unet', 'text_encoder', 'text_encoder_2'].map((part) => join(part, 'model.onnx'));
const MAX_CACHED = 10_000;
/** A file that takes longer is incompatible with everything. */
const DEADLINE_MS = 60_000;

const SCRIPT = fileURLToPath(new URL('./lora-compatibility-worker.js', import.meta.url));

/**
 * Checks whether LoRAs and other additions match models by their tensor shapes. Reads graphs in a thread, one request after the other; the thread
 * ends when the queue is empty. Results are cached until a file changes.
 */
export class LoraCompatibilityChecker {
  private readonly responses = new LRUCache<string, Promise<Response>>({ max: MAX_CACHED });
  private readonly queue: QueuedRequest[] = [];
  private isProcessing = false;

  async isCompatible(loraPath: string, modelDir: string): Promise<boolean> {
    return (await this.compatibility(loraPath, modelDir)) === 'fits';
  }

  /** As `isCompatible`, with the reason. */
  async compatibility(loraPath: string, modelDir: string): Promise<LoraCompatibilityStatus> {
    return this.request(await keyOf(loraPath, modelDir), { type: 'fit', modelDir, loraPath });
  }

  /** Patchable weights of a local model, to compare with hub LoRAs. */
  async weights(modelDir: string): Promise<PatchableWeights> {
    return this.request(await keyOf('', modelDir), { type: 'weights', modelDir });
  }

  /** Modules of a local LoRA, to compare with hub models. */
  async changes(loraPath: string): Promise<ChangedModules> {
    return this.request(await keyOf(loraPath, ''), { type: 'changes', loraPath });
  }

  /** What the header of a local LoRA tells. @returns null if it is unreadable */
  async metadata(loraPath: string): Promise<ModelFileMetadata | null> {
    return this.request(`metadata\0${await keyOf(loraPath, '')}`, { type: 'metadata', loraPath });
  }

  /** What decides which additions fit a local model. @returns null if it is unreadable */
  async traits(modelDir: string): Promise<ModelTraits | null> {
    const fingerprint = await folderFingerprint(modelDir).catch(() => null);
    if (fingerprint === null) return null;
    return this.request(`traits\0${modelDir}\0${fingerprint}`, { type: 'traits', modelDir });
  }

  /** Of a local file of this kind, or why it is none. */
  async addition(path: string, kind: AdditionKind): Promise<ReadAddition | AdditionProblem> {
    return this.request(`${kind}\0${await keyOf(path, '')}`, { type: 'addition', path, kind });
  }

  private request<Q extends GraphRequest>(key: string, request: Q): Promise<GraphResponses[Q['type']]> {
    const cached = this.responses.get(key) ?? this.enqueue(request);
    this.responses.set(key, cached);
    return cached as Promise<GraphResponses[Q['type']]>;
  }

  private enqueue(request: GraphRequest): Promise<Response> {
    const response = new Promise<Response>((settle) => this.queue.push({ request, settle }));
    if (!this.isProcessing) void this.processQueue();
    return response;
  }

  private async processQueue(): Promise<void> {
    this.isProcessing = true;
    const thread = new GraphThread();
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      next.settle(await thread.handle(next.request));
    }
    this.isProcessing = false;
    await thread.end();
  }
}

/** Without a build there is no script for a thread, so requests run in this one. */
class GraphThread {
  private worker: Worker | undefined;
  private settle: (response: Response | undefined) => void = () => {};

  async handle(request: GraphRequest): Promise<Response> {
    if (!existsSync(SCRIPT)) return handleGraphRequest(request);
    const worker = (this.worker ??= this.start());
    let deadline: NodeJS.Timeout | undefined;
    const response = await new Promise<Response | undefined>((resolve) => {
      this.settle = resolve;
      deadline = setTimeout(() => resolve(undefined), DEADLINE_MS);
      worker.postMessage(request);
    });
    clearTimeout(deadline);
    if (response === undefined) await this.end();
    return response ?? FAILED_RESPONSES[request.type];
  }

  async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  /** A thread that exits fails the current request. */
  private start(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', (response: Response) => this.settle(response));
    worker.on('error', () => this.settle(undefined));
    worker.on('exit', () => this.settle(undefined));
    return worker;
  }
}

const keyOf = async (loraPath: string, modelDir: string): Promise<string> => {
  const fileVersions = await Promise.all(
    [loraPath, ...GRAPHS.map((graph) => join(modelDir, graph))].map((path) =>
      stat(path).then(
        ({ size, mtimeMs }) => `${size}:${mtimeMs}`,
        () => '-',
      ),
    ),
  );
  return [loraPath, modelDir, ...fileVersions].join('\0');
};
