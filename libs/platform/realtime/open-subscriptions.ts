import { type LiveSocket, visitorsOf } from './live-socket.js';

/** A page shows one thing, or a few in a row; whoever opens more hears no more of the first. */
const AT_ONCE = 16;

/** Which things of one kind each page of this node has open, and so hears of. */
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
    // Known apart, so that what becomes another's business can be taken from them (`Broadcast.turnOutVisitorsHere`).
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
