import type { Server, Socket } from 'socket.io';
import type { SlotOwner } from './handshake.js';
import { isOpen } from './direct-write.js';

/**
 * Who has how many sockets on this node. A page has one place, however often it comes: a page that was cut off comes back
 * before anybody here knows that its former line is dead.
 */
export class ConnectionSlots {
  /** By owner and page. */
  private readonly pages = new Map<string, Socket>();

  constructor(private readonly io: Server) {}

  /** Makes room by what is over. @returns false where the owner has as many sockets as they may */
  take(socket: Socket): boolean {
    const { owner, page } = socket.data as { readonly owner: SlotOwner; readonly page: string | null };
    if (page !== null) this.replace(`${owner.channel} ${page}`, socket);
    if (this.isFree(owner)) return true;
    // Who has said goodbye counts as gone, however long it takes until the line itself ends.
    for (const other of this.socketsOf(owner)) if (!isOpen(other)) other.disconnect(true);
    return this.isFree(owner);
  }

  private replace(key: string, socket: Socket): void {
    this.pages.get(key)?.disconnect(true);
    this.pages.set(key, socket);
    socket.once('disconnect', () => {
      if (this.pages.get(key) === socket) this.pages.delete(key);
    });
  }

  private isFree({ channel, atMost }: SlotOwner): boolean {
    return (this.io.of('/').adapter.rooms.get(channel)?.size ?? 0) < atMost;
  }

  private socketsOf({ channel }: SlotOwner): Socket[] {
    const { adapter, sockets } = this.io.of('/');
    return [...(adapter.rooms.get(channel) ?? [])]
      .map((id) => sockets.get(id))
      .filter((socket) => socket !== undefined);
  }
}
