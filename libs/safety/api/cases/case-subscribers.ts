import { Injectable } from '@nestjs/common';
import { AdminDirectory } from '@visionary/platform/auth';
import type { LiveSocket } from '@visionary/platform/realtime';

/** This node's sockets that watch the queue; whoever moderates no more hears no more. */
@Injectable()
export class CaseSubscribers {
  private readonly sockets = new Map<string, LiveSocket>();
  /** Sockets whose end is listened for: they may come and leave often. */
  private readonly heeded = new WeakSet<LiveSocket>();

  constructor(private readonly adminDirectory: AdminDirectory) {}

  get any(): boolean {
    return this.sockets.size > 0;
  }

  add(socket: LiveSocket): void {
    this.sockets.set(socket.id, socket);
    if (this.heeded.has(socket)) return;
    this.heeded.add(socket);
    socket.onDisconnect(() => this.sockets.delete(socket.id));
  }

  remove(socket: LiveSocket): void {
    this.sockets.delete(socket.id);
  }

  /** By user, those who moderate at this moment: rights are taken away in the database, by another process, too. */
  async now(): Promise<ReadonlyMap<string, readonly LiveSocket[]>> {
    const watching = [...this.sockets.values()];
    const users = watching.flatMap(({ user }) => (user ? [user.id] : []));
    const moderating = await this.adminDirectory.among([...new Set(users)], 'moderator');
    const isDismissed = ({ user }: LiveSocket): boolean => !user || !moderating.has(user.id);
    for (const socket of watching.filter(isDismissed)) this.remove(socket);
    return Map.groupBy(
      watching.filter((socket) => !isDismissed(socket)),
      ({ user }) => user?.id ?? '',
    );
  }
}
