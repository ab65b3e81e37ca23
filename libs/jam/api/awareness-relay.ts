import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';
import { AwarenessState } from '../domain/awareness-state.js';
import { RoomBatcher } from './room-batcher.js';

interface AwarenessMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
}

const AWARENESS_TOPIC = 'jam.awarenessUpdated';
const SYNC_TOPIC = 'jam.aware-hello';
const LOOK_EVERY_MS = 5_000;

/** Whose hands move where, over all nodes. Nothing of it is kept. */
@Injectable()
export class AwarenessRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly boards = new Map<string, AwarenessState>();
  private readonly sockets = new Map<string, LiveSocket>();
  private readonly roomBatcher = new RoomBatcher<{ clientIds: readonly number[]; socketId: string | undefined }>(
    (roomId, said) => this.send(roomId, said),
  );
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<AwarenessMessage>(AWARENESS_TOPIC, (news) => this.applyRemote(news));
    this.bus.subscribe<{ nodeId: string; roomId: string }>(SYNC_TOPIC, ({ nodeId, roomId }) => {
      const everybody = nodeId === this.bus.nodeId ? undefined : this.boards.get(roomId)?.everybody;
      if (everybody) this.tellNodes(roomId, everybody);
    });
    // Presence changes just before the socket leaves.
    this.presence.onChange((roomId) => setImmediate(() => this.lookWhoLeft(roomId)));
    this.timer = setInterval(() => this.lookForSilent(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @throws Rejection JAM_AWARENESS_FORGED, JAM_UPDATE_MALFORMED */
  applyLocal(roomId: string, update: Uint8Array, socket: LiveSocket, user: UserView): void {
    const verdict = this.board(roomId).applyLocal(update, socket.id, user, performance.now());
    if (verdict === 'forged') throw new Rejection('JAM_AWARENESS_FORGED');
    if (verdict === 'malformed') throw new Rejection('JAM_UPDATE_MALFORMED');
    this.follow(socket);
    if (verdict.changed.length) this.roomBatcher.add(roomId, { clientIds: verdict.changed, socketId: socket.id });
  }

  /** Everybody's hands, for whoever arrives. */
  of(roomId: string): Uint8Array | undefined {
    if (!this.boards.has(roomId) && this.bus.status !== 'in-process') {
      this.bus.publish(SYNC_TOPIC, { nodeId: this.bus.nodeId, roomId });
    }
    return this.board(roomId).everybody;
  }

  private board(roomId: string): AwarenessState {
    const board = this.boards.get(roomId) ?? new AwarenessState();
    this.boards.set(roomId, board);
    return board;
  }

  private follow(socket: LiveSocket): void {
    if (this.sockets.has(socket.id)) return;
    this.sockets.set(socket.id, socket);
    socket.onDisconnect(() => {
      this.sockets.delete(socket.id);
      for (const [roomId, board] of this.boards) this.leave(roomId, board, socket.id);
    });
  }

  /** A page may show another room by the same socket. */
  private lookWhoLeft(roomId: string): void {
    const board = this.boards.get(roomId);
    for (const socketId of board?.socketIds ?? []) {
      const socket = this.sockets.get(socketId);
      if (board && socket && !socket.isIn(roomChannel(roomId))) this.leave(roomId, board, socketId);
    }
  }

  private leave(roomId: string, board: AwarenessState, socketId: string): void {
    const clientIds = board.leave(socketId, performance.now());
    if (clientIds.length) this.roomBatcher.add(roomId, { clientIds, socketId: undefined });
  }

  private send(roomId: string, said: readonly { clientIds: readonly number[]; socketId: string | undefined }[]): void {
    const board = this.boards.get(roomId);
    if (!board) return;
    const clientIds = [...new Set(said.flatMap((one) => one.clientIds))];
    const [first] = said;
    const alone = said.every(({ socketId }) => socketId === first?.socketId) ? first?.socketId : undefined;
    this.tellNodes(roomId, this.tellRoom(roomId, board, clientIds, alone));
  }

  /** @param except a socket that knows. @returns what was said */
  private tellRoom(roomId: string, board: AwarenessState, clientIds: readonly number[], except?: string): Uint8Array {
    const update = board.encode(clientIds);
    const said = { roomId, update };
    if (board.isGone(clientIds)) this.broadcast.toRoomHere(roomId, 'jam.awarenessUpdated', said, except);
    else this.broadcast.dropToRoomHere(roomId, 'jam.awarenessUpdated', said, except);
    return update;
  }

  private tellNodes(roomId: string, update: Uint8Array): void {
    if (this.bus.status === 'in-process') return;
    this.bus.publish(AWARENESS_TOPIC, { nodeId: this.bus.nodeId, roomId, update } satisfies AwarenessMessage);
  }

  private applyRemote({ nodeId, roomId, update }: AwarenessMessage): void {
    if (nodeId === this.bus.nodeId) return;
    const board = this.boards.get(roomId);
    const changed = board?.applyRemote(update, performance.now()) ?? [];
    if (board && changed.length) this.tellRoom(roomId, board, changed);
  }

  private lookForSilent(): void {
    for (const [roomId, board] of this.boards) {
      const clientIds = board.removeStale(performance.now());
      if (clientIds.length) this.tellRoom(roomId, board, clientIds);
      if (board.isEmpty && !this.presence.isWatched(roomId)) this.boards.delete(roomId);
    }
  }
}
