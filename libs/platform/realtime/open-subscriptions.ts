import { type LiveSocket, visitorsOf } from './live-socket.js';

/** Subscriptions of one socket at a time. Another one ends the oldest. */
const MAX_PER_SOCKET = 16;

/** Per-socket subscriptions to subjects of one kind, such as open posts. */
export class OpenSubscriptions {
  private readonly idsBySocket = new Map<string, Set<string>>();

  constructor(private readonly channelOf: (id: string) => string) {}

  async add(socket: LiveSocket, id: string): Promise<void> {
    const ids = this.of(socket);
    ids.delete(id);
    ids.add(id);
    const [oldest] = ids;
    if (ids.size > MAX_PER_SOCKET && oldest !== undefined) await this.remove(socket, oldest);
    const channel = this.channelOf(id);
    // Visitors get their own channel, so that they can be removed when a subject stops being public
    // (`Broadcast.removeLocalVisitors`).
    if (socket.user === null) await socket.enter(visitorsOf(channel));
    await socket.enter(channel);
  }

  async remove(socket: LiveSocket, id: string): Promise<void> {
    this.idsBySocket.get(socket.id)?.delete(id);
    const channel = this.channelOf(id);
    await socket.leave(channel);
    await socket.leave(visitorsOf(channel));
  }

  private of(socket: LiveSocket): Set<string> {
    const known = this.idsBySocket.get(socket.id);
    if (known) return known;
    const ids = new Set<string>();
    this.idsBySocket.set(socket.id, ids);
    socket.onDisconnect(() => this.idsBySocket.delete(socket.id));
    return ids;
  }
}
