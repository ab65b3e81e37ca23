import { type INestApplication, Logger } from '@nestjs/common';

const DEADLINE_MS = 9_000;

/**
 * SIGTERM and SIGINT end the node in order: no more connections, sockets told, takes handed back, database and bus closed.
 * What has not ended by the deadline is left behind; a second signal does not wait.
 */
export const stopOnSignal = (app: INestApplication): void => {
  const logger = new Logger('Server');
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.log('Stopping', { signal });
    setTimeout(() => {
      logger.error('Not everything ended in time', { deadlineMs: DEADLINE_MS });
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
