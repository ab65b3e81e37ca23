import { Injectable } from '@nestjs/common';
import { Admins } from '@visionary/platform/auth';
import type { LiveSocket } from '@visionary/platform/realtime';

export const ADMIN_CHANNEL = 'admin';

/** This node's sockets that watch the instance; whoever is an admin no more hears no more. */
@Injectable()
export class AdminWatchers {
  private readonly sockets = new Map<string, LiveSocket>();
  /** Sockets whose end is listened for: they may come and leave often. */
  private readonly heeded = new WeakSet<LiveSocket>();

  constructor(private readonly admins: Admins) {}

  get any(): boolean {
    return this.sockets.size > 0;
  }

  async add(socket: LiveSocket): Promise<void> {
    this.sockets.set(socket.id, socket);
    if (!this.heeded.has(socket)) {
      this.heeded.add(socket);
      socket.onGone(() => this.sockets.delete(socket.id));
    }
    await socket.enter(ADMIN_CHANNEL);
  }

  async remove(socket: LiveSocket): Promise<void> {
    this.sockets.delete(socket.id);
    await socket.leave(ADMIN_CHANNEL);
  }

  /** Rights are taken away in the database, by another process, too: it is asked for everybody who watches. */
  async dismiss(): Promise<void> {
    const watching = [...this.sockets.values()];
    const admins = await this.admins.among(watching.flatMap(({ person }) => (person ? [person.id] : [])));
    const dismissed = watching.filter(({ person }) => !person || !admins.has(person.id));
    await Promise.all(dismissed.map((socket) => this.remove(socket)));
  }
}
