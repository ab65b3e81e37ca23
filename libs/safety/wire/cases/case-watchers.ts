import { Injectable } from '@nestjs/common';
import { Admins } from '@visionary/platform/auth';
import type { LiveSocket } from '@visionary/platform/realtime';

/** This node's sockets that watch the queue; whoever moderates no more hears no more. */
@Injectable()
export class CaseWatchers {
  private readonly sockets = new Map<string, LiveSocket>();
  /** Sockets whose end is listened for: they may come and leave often. */
  private readonly heeded = new WeakSet<LiveSocket>();

  constructor(private readonly admins: Admins) {}

  get any(): boolean {
    return this.sockets.size > 0;
  }

  add(socket: LiveSocket): void {
    this.sockets.set(socket.id, socket);
    if (this.heeded.has(socket)) return;
    this.heeded.add(socket);
    socket.onGone(() => this.sockets.delete(socket.id));
  }

  remove(socket: LiveSocket): void {
    this.sockets.delete(socket.id);
  }

  /** By person, those who moderate at this moment: rights are taken away in the database, by another process, too. */
  async now(): Promise<ReadonlyMap<string, readonly LiveSocket[]>> {
    const watching = [...this.sockets.values()];
    const people = watching.flatMap(({ person }) => (person ? [person.id] : []));
    const moderating = await this.admins.among([...new Set(people)], 'moderator');
    const isDismissed = ({ person }: LiveSocket): boolean => !person || !moderating.has(person.id);
    for (const socket of watching.filter(isDismissed)) this.remove(socket);
    return Map.groupBy(
      watching.filter((socket) => !isDismissed(socket)),
      ({ person }) => person?.id ?? '',
    );
  }
}
