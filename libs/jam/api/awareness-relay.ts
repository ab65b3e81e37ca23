import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';
import { AwarenessState } from '../domain/awareness-state.js';
import { roomBatcher } from './room-batcher.js';

interface AwarenessMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
}

interface AwarenessChange {
  readonly clientIds: readonly number[];
  /** The socket that sent it, undefined for a removal. */
  readonly socketId: string | undefined;
}

const AWARENESS_TOPIC = 'jam.awarenessUpdated';
const SYNC_TOPIC = 'jam.awarenessSync';
const STALE_CHECK_INTERVAL_MS = 5_000;

/** Relays awareness (text cursors and selections) between the sockets of a room, over all nodes. Never stored. */
@Injectable()
export class AwarenessRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly states = new Map<string, AwarenessState>();
  private readonly sockets = new Map<string, LiveSocket>();
  private readonly batcher = roomBatcher<AwarenessChange>((roomId, changes) => this.send(roomId, changes));
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<AwarenessMessage>(AWARENESS_TOPIC, (message) => this.applyRemote(message));
    this.bus.subscribe<{ nodeId: string; roomId: string }>(SYNC_TOPIC, ({ nodeId, roomId }) => {
      const present = nodeId === this.bus.nodeId ? undefined : this.states.get(roomId)?.present;
      if (present) this.publish(roomId, present);
    });
    // Presence changes just before the socket leaves the channel.
    this.presence.onChange((roomId) => setImmediate(() => this.removeSocketsThatLeft(roomId)));
    this.timer = setInterval(() => this.removeStale(), STALE_CHECK_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @throws Rejection JAM_AWARENESS_FORGED, JAM_UPDATE_MALFORMED */
  applyLocal(roomId: string, update: Uint8Array, socket: LiveSocket, user: UserView): void {
    const result = this.stateOf(roomId).applyLocal(update, socket.id, user, performance.now());
    if (result === 'forged') throw new Rejection('JAM_AWARENESS_FORGED');
    if (result === 'malformed') throw new Rejection('JAM_UPDATE_MALFORMED');
    this.track(socket);
    if (result.changed.length) this.batcher.touch(roomId, [{ clientIds: result.changed, socketId: socket.id }]);
  }

  /** The states of all present clients of a room, for a snapshot. */
  of(roomId: string): Uint8Array | undefined {
    if (!this.states.has(roomId) && this.bus.status !== 'in-process') {
      this.bus.publish(SYNC_TOPIC, { nodeId: this.bus.nodeId, roomId });
    }
    return this.stateOf(roomId).present;
  }

  private stateOf(roomId: string): AwarenessState {
    const state = this.states.get(roomId) ?? new AwarenessState();
    this.states.set(roomId, state);
    return state;
  }

  private track(socket: LiveSocket): void {
    if (this.sockets.has(socket.id)) return;
    this.sockets.set(socket.id, socket);
    socket.onDisconnect(() => {
      this.sockets.delete(socket.id);
      for (const [roomId, state] of this.states) this.removeSocket(roomId, state, socket.id);
    });
  }

  /** A client can close a room and keep its socket. */
  private removeSocketsThatLeft(roomId: string): void {
    const state = this.states.get(roomId);
    for (const socketId of state?.socketIds ?? []) {
      const socket = this.sockets.get(socketId);
      if (state && socket && !socket.isIn(roomChannel(roomId))) this.removeSocket(roomId, state, socketId);
    }
  }

  private removeSocket(roomId: string, state: AwarenessState, socketId: string): void {
    const clientIds = state.removeSocket(socketId, performance.now());
    if (clientIds.length) this.batcher.touch(roomId, [{ clientIds, socketId: undefined }]);
  }

  private send(roomId: string, changes: readonly AwarenessChange[]): void {
    const state = this.states.get(roomId);
    if (!state) return;
    const clientIds = [...new Set(changes.flatMap((change) => change.clientIds))];
    const [first] = changes;
    const onlySender = changes.every(({ socketId }) => socketId === first?.socketId) ? first?.socketId : undefined;
    this.publish(roomId, this.broadcastHere(roomId, state, clientIds, onlySender));
  }

  /** @param except a socket that has the update already. @returns the encoded update */
  private broadcastHere(
    roomId: string,
    state: AwarenessState,
    clientIds: readonly number[],
    except?: string,
  ): Uint8Array {
    const update = state.encode(clientIds);
    if (state.hasRemoved(clientIds)) {
      this.broadcast.toRoomLocally(roomId, 'jam.awarenessUpdated', { roomId, update }, except);
    } else {
      this.broadcast.volatileToRoomLocally(roomId, 'jam.awarenessUpdated', { roomId, update }, except);
    }
    return update;
  }

  private publish(roomId: string, update: Uint8Array): void {
    if (this.bus.status === 'in-process') return;
    this.bus.publish(AWARENESS_TOPIC, { nodeId: this.bus.nodeId, roomId, update } satisfies AwarenessMessage);
  }

  private applyRemote({ nodeId, roomId, update }: AwarenessMessage): void {
    if (nodeId === this.bus.nodeId) return;
    const state = this.states.get(roomId);
    const changed = state?.applyRemote(update, performance.now()) ?? [];
    if (state && changed.length) this.broadcastHere(roomId, state, changed);
  }

  private removeStale(): void {
    for (const [roomId, state] of this.states) {
      const clientIds = state.removeStale(performance.now());
      if (clientIds.length) this.broadcastHere(roomId, state, clientIds);
      if (state.isEmpty && !this.presence.isWatched(roomId)) this.states.delete(roomId);
    }
  }
}
