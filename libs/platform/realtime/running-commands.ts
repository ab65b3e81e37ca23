/** Commands of this node's sockets that are not acknowledged yet. */
export class RunningCommands {
  private readonly bySocket = new Map<string, Set<Promise<void>>>();

  track(socketId: string, command: Promise<void>): void {
    const commands = this.bySocket.get(socketId) ?? new Set();
    this.bySocket.set(socketId, commands.add(command));
    void command.finally(() => {
      commands.delete(command);
      if (commands.size === 0) this.bySocket.delete(socketId);
    });
  }

  /** Resolves when all commands are acknowledged. */
  async allSettled(): Promise<void> {
    while (this.bySocket.size > 0) {
      await Promise.allSettled([...this.bySocket.values()].flatMap((commands) => [...commands]));
    }
  }

  /** Resolves when all commands of the socket are acknowledged, also those that arrive in the meantime. */
  async settled(socketId: string): Promise<void> {
    for (let commands = this.bySocket.get(socketId); commands; commands = this.bySocket.get(socketId)) {
      await Promise.allSettled(commands);
    }
  }
}
