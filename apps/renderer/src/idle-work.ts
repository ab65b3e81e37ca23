import { setImmediate } from 'node:timers/promises';

interface Task {
  readonly isReady: () => Promise<boolean>;
  readonly run: () => Promise<void>;
}

/** Before the first task. */
const ASSUMED_MS = 150;

/** Work that lets takes pass: a task runs after the takes that came before it, or while one of them waits between its steps. */
export class IdleWork {
  private readonly tasks = new Set<Task>();
  /** How long the last task took. */
  private lastMs = ASSUMED_MS;

  /** @param onAdded called when a task waits */
  constructor(private readonly onAdded: () => void) {}

  /**
   * @param takes settles when the takes before it have ended
   * @param isReady whether the task may run beside a take: it needs no memory that the take could miss
   */
  add<T>(takes: Promise<void>, isReady: () => Promise<boolean>, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = async () => {
        if (this.tasks.delete(task)) await work().then(resolve, reject);
      };
      const task: Task = { isReady, run };
      this.tasks.add(task);
      void takes.then(run);
      this.onAdded();
    });
  }

  /** Runs a task in a wait of a take. @returns whether there was one that was ready and fit into the wait */
  async runWithin(waitMs: number): Promise<boolean> {
    for (const task of this.tasks) {
      if (waitMs < this.lastMs || !(await task.isReady())) continue;
      const startedAt = performance.now();
      await task.run();
      this.lastMs = performance.now() - startedAt;
      // Commands arrive, and the next task of the same request.
      await setImmediate();
      return true;
    }
    return false;
  }
}
