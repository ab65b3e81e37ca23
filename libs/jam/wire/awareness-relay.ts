import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { PersonView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type LiveSocket, Presence, roomChannel } from '@visionary/platform/realtime';
import { AwarenessBoard } from '../domain/awareness-board.js';
import { Gathering } from './gathering.js';

interface AwareNews {
  readonly nodeId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
}

const AWARE = 'jam.aware';
const HELLO = 'jam.aware-hello';
const LOOK_EVERY_MS = 5_000;

/** Whose hands move where, over all nodes. Nothing of it is kept. */
@Injectable()
export class AwarenessRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly boards = new Map<string, AwarenessBoard>();
  private readonly sockets = new Map<string, LiveSocket>();
  private readonly gathering = new Gathering<{ clientIds: readonly number[]; socketId: string | undefined }>(
    (roomId, said) => this.send(roomId, said),
  );
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<AwareNews>(AWARE, (news) => this.hear(news));
    this.bus.subscribe<{ nodeId: string; roomId: string }>(HELLO, ({ nodeId, roomId }) => {
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
  say(roomId: string, update: Uint8Array, socket: LiveSocket, person: PersonView): void {
    const verdict = this.board(roomId).say(update, socket.id, person, performance.now());
    if (verdict === 'forged') throw new Rejection('JAM_AWARENESS_FORGED');
    if (verdict === 'malformed') throw new Rejection('JAM_UPDATE_MALFORMED');
    this.follow(socket);
    if (verdict.changed.length) this.gathering.add(roomId, { clientIds: verdict.changed, socketId: socket.id });
  }

  /** Everybody's hands, for whoever arrives. */
  of(roomId: string): Uint8Array | undefined {
    if (!this.boards.has(roomId) && this.bus.status !== 'in-process') {
      this.bus.publish(HELLO, { nodeId: this.bus.nodeId, roomId });
    }
    return this.board(roomId).everybody;
  }

  private board(roomId: string): AwarenessBoard {
    const board = this.boards.get(roomId) ?? new AwarenessBoard();
    this.boards.set(roomId, board);
    return board;
  }

  private follow(socket: LiveSocket): void {
    if (this.sockets.has(socket.id)) return;
    this.sockets.set(socket.id, socket);
    socket.onGone(() => {
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

  private leave(roomId: string, board: AwarenessBoard, socketId: string): void {
    const clientIds = board.leave(socketId, performance.now());
    if (clientIds.length) this.gathering.add(roomId, { clientIds, socketId: undefined });
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
  private tellRoom(roomId: string, board: AwarenessBoard, clientIds: readonly number[], except?: string): Uint8Array {
    const update = board.encode(clientIds);
    const said = { roomId, update };
    if (board.hasGone(clientIds)) this.broadcast.toRoomHere(roomId, 'jam.aware', said, except);
    else this.broadcast.dropToRoomHere(roomId, 'jam.aware', said, except);
    return update;
  }

  private tellNodes(roomId: string, update: Uint8Array): void {
    if (this.bus.status === 'in-process') return;
    this.bus.publish(AWARE, { nodeId: this.bus.nodeId, roomId, update } satisfies AwareNews);
  }

  private hear({ nodeId, roomId, update }: AwareNews): void {
    if (nodeId === this.bus.nodeId) return;
    const board = this.boards.get(roomId);
    const changed = board?.hear(update, performance.now()) ?? [];
    if (board && changed.length) this.tellRoom(roomId, board, changed);
  }

  private lookForSilent(): void {
    for (const [roomId, board] of this.boards) {
      const clientIds = board.leaveSilent(performance.now());
      if (clientIds.length) this.tellRoom(roomId, board, clientIds);
      if (board.isEmpty && !this.presence.isWatched(roomId)) this.boards.delete(roomId);
    }
  }
}
