import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { loraFit } from '@visionary/diffusion/lora-fit';

/** One question to the thread that reads graphs. */
export interface FitQuestion {
  readonly modelDir: string;
  readonly loraPath: string;
}

interface Waiting {
  readonly question: FitQuestion;
  readonly settle: (fits: boolean) => void;
}

/** Graphs that LoRAs change. */
const GRAPHS = ['unet', 'text_encoder', 'text_encoder_2'].map((part) => join(part, 'model.onnx'));
const KEPT = 10_000;
/** A file made to take for ever fits nothing. */
const DEADLINE_MS = 60_000;

const SCRIPT = fileURLToPath(new URL('./lora-fit-thread.js', import.meta.url));

/**
 * Which LoRA fits which model, by their shapes. Graphs are read in a thread of its own, one pair after the other, which is
 * there while there is work; what was found is kept until one of the files changes.
 */
export class LoraFits {
  private readonly known = new Map<string, Promise<boolean>>();
  private readonly waiting: Waiting[] = [];
  private isWorking = false;

  async fits(loraPath: string, modelDir: string): Promise<boolean> {
    const key = await keyOf(loraPath, modelDir);
    const known = this.known.get(key);
    if (known) return known;
    const looked = new Promise<boolean>((settle) => this.waiting.push({ question: { modelDir, loraPath }, settle }));
    this.known.set(key, looked);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
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
  private settle: (fits: boolean | undefined) => void = () => {};

  async ask(question: FitQuestion): Promise<boolean> {
    if (!existsSync(SCRIPT)) return (await loraFit(question.modelDir, question.loraPath)).fits;
    const worker = (this.worker ??= this.start());
    let deadline: NodeJS.Timeout | undefined;
    const fits = await new Promise<boolean | undefined>((resolve) => {
      this.settle = resolve;
      deadline = setTimeout(() => resolve(undefined), DEADLINE_MS);
      worker.postMessage(question);
    });
    clearTimeout(deadline);
    if (fits === undefined) await this.end();
    return fits ?? false;
  }

  async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  /** The thread says whether it fits; where it ends instead, it cannot go on. */
  private start(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', (fits: boolean) => this.settle(fits));
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
