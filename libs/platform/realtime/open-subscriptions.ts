import { type LiveSocket, visitorsOf } from './live-socket.js';

/** Subscriptions of one socket at a time. Another one ends the oldest. */
const AT_ONCE = 16;

/** Per-socket subscriptions to subjects of one kind, such as open posts. */
export class OpenSubscriptions {
  private readonly open = new Map<string, Set<string>>();

  constructor(private readonly channelOf: (id: string) => string) {}

  async add(socket: LiveSocket, id: string): Promise<void> {
    const ids = this.of(socket);
    ids.delete(id);
    ids.add(id);
    const [first] = ids;
    if (ids.size > AT_ONCE && first !== undefined) await this.remove(socket, first);
    const channel = this.channelOf(id);
    // Visitors get their own channel, so that they can be removed when a subject stops being public
    // (`Broadcast.removeLocalVisitors`).
    if (socket.user === null) await socket.enter(visitorsOf(channel));
    await socket.enter(channel);
  }

  async remove(socket: LiveSocket, id: string): Promise<void> {
    this.open.get(socket.id)?.delete(id);
    const channel = this.channelOf(id);
    await socket.leave(channel);
    await socket.leave(visitorsOf(channel));
  }

  private of(socket: LiveSocket): Set<string> {
    const known = this.open.get(socket.id);
    if (known) return known;
    const ids = new Set<string>();
    this.open.set(socket.id, ids);
    socket.onDisconnect(() => this.open.delete(socket.id));
    return ids;
  }
}
