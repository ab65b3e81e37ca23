import type { UserView, EphemeralEventName, VolatilePayload } from '@visionary/contract';
import type { Sanctions } from '@visionary/platform/auth';
import type { Socket } from 'socket.io';

export const roomChannel = (roomId: string): string => `room:${roomId}`;
export const LOBBY_CHANNEL = 'lobby';
/** All pages of one user, on every node: every socket of theirs is in it from its first moment. */
export const userChannel = (userId: string): string => `user:${userId}`;
/** Those of a channel who are not signed in. */
export const visitorsOf = (channel: string): string => `${channel}:visitors`;
export const sessionChannel = (sessionId: string): string => `session:${sessionId}`;

/** What slices may do with the socket of a call. */
export class LiveSocket {
  constructor(private readonly socket: Socket) {}

  get id(): string {
    return this.socket.id;
  }

  get user(): UserView | null {
    return (this.socket.data as { user: UserView | null }).user;
  }

  /** Whose it is: a user's, or that of all visitors from one address. For keys in memory; nothing that is kept. */
  get owner(): string {
    return (this.socket.data as { owner: { channel: string } }).owner.channel;
  }

  /** When the account behind it was made; null for a visitor. */
  get since(): number | null {
    return (this.socket.data as { since: number | null }).since;
  }

  /** What is kept from the user behind it, as it is now. */
  get sanctions(): Sanctions | null {
    return (this.socket.data as { sanctions: Sanctions | null }).sanctions;
  }

  /** False from the moment it is cut: what was begun for it meanwhile must not bring it back. */
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

  /** To this page alone. */
  emit<E extends EphemeralEventName>(event: E, payload: VolatilePayload<E>): void {
    this.socket.emit(event, payload);
  }

  /** Tells why, then cuts. */
  disconnect(
    code: 'RATE_LIMITED' | 'JAM_UPDATE_MALFORMED' | 'UNAUTHENTICATED' | 'TOO_LARGE',
    reconnect: boolean,
  ): void {
    this.socket.emit('session.ended', { error: { code }, reconnect });
    this.socket.disconnect(true);
  }

  /** @param handler runs once, when the socket is gone for whatever reason; at once where it is gone already. */
  onDisconnect(handler: () => void): void {
    if (this.isConnected) this.socket.once('disconnect', handler);
    else handler();
  }
}
