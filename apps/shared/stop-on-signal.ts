import { type INestApplicationContext, Logger } from '@nestjs/common';

const DEADLINE_MS = 9_000;

/**
 * Stops the node in order after SIGTERM or SIGINT: closes connections, returns takes to the queue, closes database and bus.
 * Exits at the deadline, or at once after a second signal.
 * @param name in the log
 */
export const stopOnSignal = (app: INestApplicationContext, name: string): void => {
  const logger = new Logger(name);
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.log('Stopping', { signal });
    setTimeout(() => {
      logger.error('The process did not stop in time', { deadlineMs: DEADLINE_MS });
      process.exit(1);
    }, DEADLINE_MS).unref();
    try {
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
