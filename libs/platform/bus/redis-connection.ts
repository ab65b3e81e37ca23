import { type Command, Redis } from 'ioredis';

/**
 * One line to Redis. The library leaves what it was asked without any answer when it is told to stop while the line is
 * down, and whoever closes would wait for ever: here everything is answered, at the latest by the end.
 */
export class RedisConnection extends Redis {
  private readonly unanswered = new Set<Command>();

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    // One that was cut off is sent a second time.
    if (!this.unanswered.has(command)) {
      const answered = (): boolean => this.unanswered.delete(command);
      this.unanswered.add(command);
      command.promise.then(answered, answered);
    }
    return super.sendCommand(command, stream);
  }

  /** Ends it now. What waits for an answer, and whatever is asked from now on, is refused. */
  giveUp(): void {
    this.disconnect();
    this.status = 'end';
    for (const command of this.unanswered) command.reject(new Error('The line to Redis was closed'));
  }
}
