import type {
  CommandName,
  CommandPayload,
  CommandReply,
  MessageView,
  RoomEvent,
  RoomSnapshot,
} from '@visionary/contract';
import { Conversation } from '../../../web/src/chat/messages/conversation.js';
import { RoomOpener } from '../../../web/src/rooms/log/room-opener.js';
import { RoomLog } from '../../../web/src/rooms/log/room-log.js';
import type { ComparableMessage, RenderedRoom } from './history.js';
import type { Recorder } from './recorder.js';

/** What a room needs from its page. */
export interface PageConnection {
  readonly client: string;
  readonly recorder: Recorder;
  isUp(): boolean;
  applied(event: RoomEvent): void;
  ask<C extends CommandName>(command: C, payload: CommandPayload<C>): Promise<CommandReply<C>>;
}

/** The timeouts of the client, shortened for tests. */
export const patience = (failures: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(400, 20 * 2 ** failures)));

const factsOf = (view: MessageView): ComparableMessage => ({
  ...{ id: view.id, seq: view.seq, authorId: view.author.id, clientId: view.clientId, text: view.text },
  editedAt: view.editedAt ?? null,
  deletedBy: view.deleted?.by.id ?? null,
  pinnedBy: view.pinned?.by.id ?? null,
  reactions: view.reactions.flatMap(({ emoji, users }) => users.map(({ id }) => `${emoji} ${id}`)).toSorted(),
});

/** One room on a headless page: the real room, log, and chat code of the client. */
export class PageRoom {
  readonly conversation = new Conversation();
  private readonly roomOpener: RoomOpener;
  private readonly log: RoomLog;
  private readonly waiters = new Set<() => void>();
  /** Whether the page would show that it is catching up. */
  isCatchingUp = false;
  /** How often it received a log head beyond its own. */
  gaps = 0;

  constructor(
    readonly roomId: string,
    private readonly line: PageConnection,
  ) {
    this.log = new RoomLog({
      apply: (event) => this.apply(event),
      fetchAfter: (afterSeq) => {
        this.gaps += 1;
        return line.ask('rooms.eventsSince', { roomId, afterSeq });
      },
      onCatchingUp: (is) => void (this.isCatchingUp = is),
      reset: () => this.openAfresh(),
      backoff: patience,
    });
    this.roomOpener = new RoomOpener({
      isUp: () => line.isUp(),
      open: () => line.ask('rooms.open', { roomId, ...(this.log.seq >= 0 && { afterSeq: this.log.seq }) }),
      onOpened: (snapshot) => (snapshot.seq < this.log.seq ? this.openAfresh() : this.arrive(snapshot)),
      onRetry: () => undefined,
      onRejected: (why) => line.recorder.note(`${line.client} may not enter: ${why.code}`),
      backoff: patience,
    });
  }

  get seq(): number {
    return this.log.seq;
  }

  open(): void {
    this.log.pause();
    this.isCatchingUp = true;
    void this.roomOpener.open();
  }

  lineLost(): void {
    this.roomOpener.abandon();
    this.log.pause();
  }

  receive(event: RoomEvent): void {
    this.log.receive(event);
  }

  at(seq: number): void {
    this.log.receiveHead(seq);
  }

  /** Resolves once everything up to `seq` is shown. @throws Error after `deadlineMs` */
  async reaches(seq: number, deadlineMs: number): Promise<void> {
    if (this.log.seq >= seq) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.delete(check);
        reject(new Error(`${this.line.client} stands at ${this.log.seq}, not at ${seq}, after ${deadlineMs} ms`));
      }, deadlineMs);
      const check = () => {
        if (this.log.seq < seq) return;
        clearTimeout(timer);
        this.waiters.delete(check);
        resolve();
      };
      this.waiters.add(check);
    });
  }

  /** The whole list: loads missing pages, like a user who scrolls up. */
  async shown(): Promise<RenderedRoom> {
    const { roomId, conversation, line } = this;
    while (conversation.view.hasMore) {
      const beforeSeq = conversation.view.messages[0]?.seq ?? this.log.seq + 1;
      conversation.addOlder(beforeSeq, await line.ask('chat.listBefore', { roomId, beforeSeq }));
    }
    return { client: line.client, roomId, messages: conversation.view.messages.map(factsOf) };
  }

  /** Too much is missing, nothing fills the gap, or the database has another history. */
  private openAfresh(): void {
    this.log.reset();
    this.open();
  }

  private apply(event: RoomEvent): void {
    this.line.recorder.add({ kind: 'applied', client: this.line.client, event });
    this.conversation.apply(event);
    this.line.applied(event);
    for (const check of this.waiters) check();
  }

  private arrive({ seq, state }: RoomSnapshot): void {
    this.isCatchingUp = false;
    if (state.kind === 'fresh') {
      this.line.recorder.add({ kind: 'stateReceived', client: this.line.client, roomId: this.roomId, seq });
      this.conversation.reset(state, seq);
      this.log.resume(seq);
    } else {
      this.log.resume(this.log.seq);
      for (const event of state.events) this.log.receive(event);
    }
    for (const check of this.waiters) check();
  }
}
