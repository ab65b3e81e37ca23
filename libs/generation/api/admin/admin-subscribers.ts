import { Injectable } from '@nestjs/common';
import { AdminDirectory } from '@visionary/platform/auth';
import type { LiveSocket } from '@visionary/platform/realtime';

export const ADMIN_CHANNEL = 'admin';

/** This node's sockets that watch the instance; whoever is an admin no more hears no more. */
@Injectable()
export class AdminSubscribers {
  private readonly sockets = new Map<string, LiveSocket>();
  /** Sockets whose end is listened for: they may come and leave often. */
  private readonly checkedAt = new WeakSet<LiveSocket>();

  constructor(private readonly adminDirectory: AdminDirectory) {}

  get any(): boolean {
    return this.sockets.size > 0;
  }

  async add(socket: LiveSocket): Promise<void> {
    this.sockets.set(socket.id, socket);
    if (!this.checkedAt.has(socket)) {
      this.checkedAt.add(socket);
      socket.onDisconnect(() => this.sockets.delete(socket.id));
    }
    await socket.enter(ADMIN_CHANNEL);
  }

  async remove(socket: LiveSocket): Promise<void> {
    this.sockets.delete(socket.id);
    await socket.leave(ADMIN_CHANNEL);
  }

  /** Rights are taken away in the database, by another process, too: it is asked for everybody who watches. */
  async unsubscribe(): Promise<void> {
    const watching = [...this.sockets.values()];
    const admins = await this.adminDirectory.among(watching.flatMap(({ user }) => (user ? [user.id] : [])));
    const dismissed = watching.filter(({ user }) => !user || !admins.has(user.id));
    await Promise.all(dismissed.map((socket) => this.remove(socket)));
  }
}
