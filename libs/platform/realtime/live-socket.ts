import type { UserView, EphemeralEventName, VolatilePayload } from '@visionary/contract';
import type { Sanctions } from '@visionary/kernel';
import type { Socket } from 'socket.io';

export const roomChannel = (roomId: string): string => `room:${roomId}`;
export const LOBBY_CHANNEL = 'lobby';
/** All sockets of one user, on every node, from the moment they connect. */
export const userChannel = (userId: string): string => `user:${userId}`;
/** The visitors among the sockets of a channel. */
export const visitorsOf = (channel: string): string => `${channel}:visitors`;
export const sessionChannel = (sessionId: string): string => `session:${sessionId}`;

/** The part of a socket that slices can use. */
export class LiveSocket {
  constructor(private readonly socket: Socket) {}

  get id(): string {
    return this.socket.id;
  }

  get user(): UserView | null {
    return (this.socket.data as { user: UserView | null }).user;
  }

  /** Key of the user, or of all visitors from one address. Only for counters and keys in memory. */
  get owner(): string {
    return (this.socket.data as { owner: { channel: string } }).owner.channel;
  }

  /** When the account was created, in ms since 1970. Null for a visitor. */
  get accountCreatedAt(): number | null {
    return (this.socket.data as { accountCreatedAt: number | null }).accountCreatedAt;
  }

  /** Current sanctions of the user. */
  get sanctions(): Sanctions | null {
    return (this.socket.data as { sanctions: Sanctions | null }).sanctions;
  }

  /** False after a disconnect. Work that was started before must not rejoin channels. */
  get isConnected(): boolean {
    return this.socket.connected;
  }

  async enter(channel: string): Promise<void> {
    if (this.isConnected) await this.socket.join(channel);
  }

  async leave(channel: string): Promise<void> {
    await this.socket.leave(channel);
  }

  isIn(channel: string): boolean {
    return this.socket.rooms.has(channel);
  }

  /** To this socket only. */
  emit<E extends EphemeralEventName>(event: E, payload: VolatilePayload<E>): void {
    this.socket.emit(event, payload);
  }

  /** Sends the reason, then disconnects. */
  disconnect(
    code: 'RATE_LIMITED' | 'JAM_UPDATE_MALFORMED' | 'UNAUTHENTICATED' | 'TOO_LARGE',
    reconnect: boolean,
  ): void {
    this.socket.emit('session.ended', { error: { code }, reconnect });
    this.socket.disconnect(true);
  }

  /** @param handler runs once on disconnect, or at once if already disconnected */
  onDisconnect(handler: () => void): void {
    if (this.isConnected) this.socket.once('disconnect', handler);
    else handler();
  }
}
