import { Injectable } from '@nestjs/common';
import { AdminDirectory } from '@visionary/platform/auth';
import { type LiveSocket, LiveSubjects } from '@visionary/platform/realtime';
import { CaseChanged } from '../../domain/cases/case.js';
import { CaseReader } from '../../use-cases/cases/case-reader.js';
import { CasePresenter } from './case-presenter.js';

/** Sends changed cases to the moderators who subscribed, on every node. Without subscribers it queries nothing. */
@Injectable()
export class CaseBroadcaster {
  private readonly sockets = new Map<string, LiveSocket>();
  /** Sockets with a disconnect listener. A socket may subscribe repeatedly. */
  private readonly withListener = new WeakSet<LiveSocket>();

  constructor(
    live: LiveSubjects,
    private readonly reader: CaseReader,
    private readonly presenter: CasePresenter,
    private readonly adminDirectory: AdminDirectory,
  ) {
    live
      .declare<string>({
        topic: 'safety.caseChanged',
        intervalMs: 300,
        isWatched: () => this.sockets.size > 0,
        broadcast: async (caseIds) => {
          for (const caseId of caseIds) await this.send(caseId);
        },
      })
      .when(CaseChanged, ({ caseId }) => caseId);
  }

  subscribe(socket: LiveSocket): void {
    this.sockets.set(socket.id, socket);
    if (this.withListener.has(socket)) return;
    this.withListener.add(socket);
    socket.onDisconnect(() => this.sockets.delete(socket.id));
  }

  unsubscribe(socket: LiveSocket): void {
    this.sockets.delete(socket.id);
  }

  private async send(caseId: string): Promise<void> {
    const subscribers = await this.subscribers();
    if (subscribers.size === 0) return;
    const [view] = await this.presenter.cases(await this.reader.byIds([caseId]));
    for (const [userId, sockets] of subscribers) {
      const counts = await this.reader.counts(userId);
      for (const socket of sockets) socket.emit('safety.caseChanged', { ...(view && { case: view }), counts });
    }
  }

  /** By user. Checks the rights each time, since another process can revoke them, and unsubscribes former moderators. */
  private async subscribers(): Promise<ReadonlyMap<string, readonly LiveSocket[]>> {
    const sockets = [...this.sockets.values()];
    const userIds = sockets.flatMap(({ user }) => (user ? [user.id] : []));
    const moderators = await this.adminDirectory.among([...new Set(userIds)], 'moderator');
    const isFormer = ({ user }: LiveSocket): boolean => !user || !moderators.has(user.id);
    for (const socket of sockets.filter(isFormer)) this.unsubscribe(socket);
    return Map.groupBy(
      sockets.filter((socket) => !isFormer(socket)),
      ({ user }) => user?.id ?? '',
    );
  }
}
