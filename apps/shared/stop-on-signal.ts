import { type INestApplicationContext, Logger } from '@nestjs/common';

const DEADLINE_MS = 9_000;

interface Drain {
  /** Runs before the app is closed. */
  readonly drain: () => Promise<void>;
  readonly drainMs: number;
}

/**
 * Stops the node in order after SIGTERM or SIGINT: closes connections, returns takes to the queue, closes database and bus.
 * Exits at the deadline, or at once after a second signal.
 * @param name in the log
 */
export const stopOnSignal = (
  app: INestApplicationContext,
  name: string,
  { drain, drainMs }: Drain = { drain: () => Promise.resolve(), drainMs: 0 },
): void => {
  const logger = new Logger(name);
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.log('Stopping', { signal });
    const deadlineMs = DEADLINE_MS + drainMs;
    setTimeout(() => {
      logger.error('The process did not stop in time', { deadlineMs });
      process.exit(1);
    }, deadlineMs).unref();
    try {
      await drain();
      logger.log('Drained');
      await app.close();
      logger.log('Stopped');
      process.exit(0);
    } catch (error) {
      logger.error('Stopping failed', error instanceof Error ? error : new Error(String(error)));
      process.exit(1);
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};
