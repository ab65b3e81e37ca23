import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ChangedModules, PatchableWeights } from '@visionary/diffusion/lora-compatibility';
import { handleGraphRequest, type GraphResponses, type GraphRequest, OF_BROKEN } from './graph-requests.js';

type Answer = GraphResponses[keyof GraphResponses];

interface Waiting {
  readonly question: GraphRequest;
  readonly settle: (answer: Answer) => void;
}

/** Graphs that LoRAs change. */
const GRAPHS = ['unet', 'text_encoder', 'text_encoder_2'].map((part) => join(part, 'model.onnx'));
const KEPT = 10_000;
/** A file made to take for ever fits nothing. */
const DEADLINE_MS = 60_000;

const SCRIPT = fileURLToPath(new URL('./lora-compatibility-worker.js', import.meta.url));

/**
 * Which LoRA fits which model, by their shapes. Graphs are read in a thread of its own, one pair after the other, which is
 * there while there is work; what was found is kept until one of the files changes.
 */
export class LoraCompatibilityChecker {
  private readonly known = new Map<string, Promise<Answer>>();
  private readonly waiting: Waiting[] = [];
  private isWorking = false;

  async fits(loraPath: string, modelDir: string): Promise<boolean> {
    return this.ask(await keyOf(loraPath, modelDir), { type: 'fit', modelDir, loraPath });
  }

  /** What can be changed in a model of the folder, for LoRAs that are elsewhere. */
  async weights(modelDir: string): Promise<PatchableWeights> {
    return this.ask(await keyOf('', modelDir), { type: 'weights', modelDir });
  }

  /** What a LoRA of the folder changes, for models that are elsewhere. */
  async changes(loraPath: string): Promise<ChangedModules> {
    return this.ask(await keyOf(loraPath, ''), { type: 'changes', loraPath });
  }

  private ask<Q extends GraphRequest>(key: string, question: Q): Promise<GraphResponses[Q['type']]> {
    const known = this.known.get(key) ?? this.line(question);
    this.known.set(key, known);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
    return known as Promise<GraphResponses[Q['type']]>;
  }

  private line(question: GraphRequest): Promise<Answer> {
    const looked = new Promise<Answer>((settle) => this.waiting.push({ question, settle }));
    if (!this.isWorking) void this.work();
    return looked;
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    const thread = new FitThread();
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      next.settle(await thread.ask(next.question));
    }
    this.isWorking = false;
    await thread.end();
  }
}

/** Where nothing is built there is no script for a thread, and the question is answered here. */
class FitThread {
  private worker: Worker | undefined;
  private settle: (answer: Answer | undefined) => void = () => {};

  async ask(question: GraphRequest): Promise<Answer> {
    if (!existsSync(SCRIPT)) return handleGraphRequest(question);
    const worker = (this.worker ??= this.start());
    let deadline: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answer | undefined>((resolve) => {
      this.settle = resolve;
      deadline = setTimeout(() => resolve(undefined), DEADLINE_MS);
      worker.postMessage(question);
    });
    clearTimeout(deadline);
    if (answer === undefined) await this.end();
    return answer ?? OF_BROKEN[question.type];
  }

  async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  /** The thread says whether it fits; where it ends instead, it cannot go on. */
  private start(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', (answer: Answer) => this.settle(answer));
    worker.on('error', () => this.settle(undefined));
    worker.on('exit', () => this.settle(undefined));
    return worker;
  }
}

const keyOf = async (loraPath: string, modelDir: string): Promise<string> => {
  const facts = await Promise.all(
    [loraPath, ...GRAPHS.map((graph) => join(modelDir, graph))].map((path) =>
      stat(path).then(
        ({ size, mtimeMs }) => `${size}:${mtimeMs}`,
        () => '-',
      ),
    ),
  );
  return [loraPath, modelDir, ...facts].join('\0');
};
