import { type Command, Redis } from 'ioredis';

/**
 * A Redis connection that settles every command. ioredis never settles commands that are pending when a disconnected
 * client is closed, so awaiting them would block forever.
 */
export class RedisConnection extends Redis {
  private readonly unanswered = new Set<Command>();

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    // ioredis sends a command again after a reconnect.
    if (!this.unanswered.has(command)) {
      const answered = (): boolean => this.unanswered.delete(command);
      this.unanswered.add(command);
      command.promise.then(answered, answered);
    }
    return super.sendCommand(command, stream);
  }

  /** Closes at once. Rejects all pending and later commands. */
  giveUp(): void {
    this.disconnect();
    this.status = 'end';
    for (const command of this.unanswered) command.reject(new Error('The connection to Redis was closed'));
  }
}
