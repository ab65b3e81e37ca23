import { spawn } from 'node:child_process';
import { Injectable, Logger } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { type Job, Jobs } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { builtProgram } from '@visionary/sandbox';

export const SEED_JOB = 'feed.seed';
const MAX_ATTEMPTS = 3;
const MAX_ERROR_LENGTH = 500;

/** Runs `visionary seed` beside the server, with a renderer of its own, as a job that goes on after a crash. */
@Injectable()
export class SeedRunner {
  private readonly logger = new Logger('Samples');

  private running: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly config: Config,
  ) {
    jobs.register({ kind: SEED_JOB, run: (job) => this.run(job) });
  }

  add(): Promise<void> {
    return this.jobs.add(SEED_JOB);
  }

  /** Resolves when nothing is added any more on this node. Another node stops with its next lease. */
  async cancel(): Promise<void> {
    await this.jobs.remove(SEED_JOB, '');
    this.running?.controller.abort();
    await this.running?.ended;
  }

  private async run({ signal, attempts }: Job): Promise<void> {
    const controller = new AbortController();
    const ended = this.seed(AbortSignal.any([signal, controller.signal]));
    this.running = { controller, ended: ended.catch(() => undefined) };
    try {
      await ended;
    } catch (error) {
      if (controller.signal.aborted) return;
      if (signal.aborted || attempts < MAX_ATTEMPTS) throw error;
      this.logger.error('Samples could not be made', error);
    } finally {
      this.running = undefined;
    }
  }

  private seed(signal: AbortSignal): Promise<void> {
    const { dataDir, databaseUrl, modelsDir } = this.config;
    const env = { ...process.env, DATA_DIR: dataDir, MODELS_DIR: modelsDir };
    // SQLite is found by its folder.
    if (databaseUrl.startsWith('mysql:')) Object.assign(env, { DATABASE_URL: databaseUrl });
    const args = [builtProgram('cli/src/main.js'), 'seed', '--count', String(LIMITS.seedImages)];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, { env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
      let errors = '';
      child.stderr.setEncoding('utf8').on('data', (part: string) => {
        errors = `${errors}${part}`.slice(-MAX_ERROR_LENGTH);
      });
      let failure: Error | undefined;
      child.once('error', (error) => (failure = error));
      child.once('close', (code) =>
        code === 0 ? resolve() : reject(failure ?? new Error(`seed ended with ${code}: ${errors}`)),
      );
    });
  }
}
