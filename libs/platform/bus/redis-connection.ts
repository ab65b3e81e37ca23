import { type Command, Redis } from 'ioredis';

/**
 * A Redis connection that settles every command. ioredis never settles commands that are pending when a disconnected
 * client is closed, so awaiting them would block forever.
 */
export class RedisConnection extends Redis {
  private readonly pendingCommands = new Set<Command>();

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    // ioredis sends a command again after a reconnect.
    if (!this.pendingCommands.has(command)) {
      const forget = (): boolean => this.pendingCommands.delete(command);
      this.pendingCommands.add(command);
      command.promise.then(forget, forget);
    }
    return super.sendCommand(command, stream);
  }

  /** Closes at once. Rejects all pending and later commands. */
  closeNow(): void {
    this.disconnect();
    this.status = 'end';
    for (const command of this.pendingCommands) command.reject(new Error('The connection to Redis was closed'));
  }
}
