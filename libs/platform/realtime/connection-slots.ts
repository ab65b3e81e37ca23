import type { Server, Socket } from 'socket.io';
import type { SlotOwner } from './handshake.js';
import { isOpen } from './direct-write.js';

/**
 * Limits sockets per owner on this node. A client has one slot however often it reconnects, because it can return
 * before the server notices that its old connection is dead.
 */
export class ConnectionSlots {
  /** Key: owner and client. */
  private readonly socketsByClient = new Map<string, Socket>();

  constructor(private readonly io: Server) {}

  /** Frees slots of closed connections if necessary. @returns false if the owner has reached the limit */
  acquire(socket: Socket): boolean {
    const { owner, page } = socket.data as { readonly owner: SlotOwner; readonly page: string | null };
    if (page !== null) this.replace(`${owner.channel} ${page}`, socket);
    if (this.isFree(owner)) return true;
    // Closing connections count as closed, however long their TCP connection lingers.
    for (const other of this.socketsOf(owner)) if (!isOpen(other)) other.disconnect(true);
    return this.isFree(owner);
  }

  private replace(key: string, socket: Socket): void {
    this.socketsByClient.get(key)?.disconnect(true);
    this.socketsByClient.set(key, socket);
    socket.once('disconnect', () => {
      if (this.socketsByClient.get(key) === socket) this.socketsByClient.delete(key);
    });
  }

  private isFree({ channel, maxSockets }: SlotOwner): boolean {
    return (this.io.of('/').adapter.rooms.get(channel)?.size ?? 0) < maxSockets;
  }

  private socketsOf({ channel }: SlotOwner): Socket[] {
    const { adapter, sockets } = this.io.of('/');
    return [...(adapter.rooms.get(channel) ?? [])]
      .map((id) => sockets.get(id))
      .filter((socket) => socket !== undefined);
  }
}
