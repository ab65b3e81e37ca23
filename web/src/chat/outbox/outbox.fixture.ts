/** The environment of outbox specs: a server, a browser, and its tabs. */
import type { RoomEvent } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import { isOutboxChange, Outbox, type OutboxItem, type OutboxTabMessage } from './outbox.js';

/** The log entry of a sent item. */
function sentAndStoredText(outboxItem: OutboxItem): string {
  if (!isOutboxChange(outboxItem)) return outboxItem.text;
  const { type, payload } = outboxItem.change;
  return `${type} ${type === 'chat.reacted' ? payload.emoji : payload.messageId}`;
}

/** The server: the same command again gets the first event. */
export class FakeServer {
  readonly log: { clientId: string; userId: string; text: string; seq: number }[] = [];
  loseAnswers = 0;
  loseQuestions = 0;
  reject: Rejection | null = null;

  take(userId: string, outboxItem: OutboxItem): RoomEvent {
    const { clientId, roomId } = outboxItem;
    const text = sentAndStoredText(outboxItem);
    if (this.loseQuestions-- > 0) throw new Rejection('OFFLINE');
    if (this.reject) throw this.reject;
    let known = this.log.find((one) => one.clientId === clientId && one.userId === userId);
    if (!known) this.log.push((known = { clientId, userId, text, seq: this.log.length + 1 }));
    if (this.loseAnswers-- > 0) throw new Rejection('TIMEOUT');
    return { roomId, seq: known.seq, type: 'chat.sent', payload: { message: { clientId } } } as unknown as RoomEvent;
  }
}

/** A browser: what its tabs share. */
class Browser {
  readonly stored = new Map<string, OutboxItem>();
  readonly tabs: FakeTab[] = [];
  ids = 0;
  clock = 0;
  breakStorage = false;
  /** Tabs without a channel between them. */
  isMute = false;
  private lock: Promise<void> = Promise.resolve();

  constructor(readonly fakeServer: FakeServer) {}

  exclusively(work: () => Promise<void>): Promise<void> {
    return (this.lock = this.lock.then(work));
  }
  async open(): Promise<FakeTab> {
    const fakeTab = new FakeTab(this);
    this.tabs.push(fakeTab);
    await fakeTab.outbox.open();
    return fakeTab;
  }
  close(fakeTab: FakeTab): void {
    fakeTab.isClosed = true;
    fakeTab.as = null;
    this.tabs.splice(this.tabs.indexOf(fakeTab), 1);
  }
}

export class FakeTab {
  as: string | null = null;
  isClosed = false;
  asksAgain = false;
  readonly rejections: string[] = [];
  /** Whether this tab's room log has caught up. */
  isRoomOpen = false;
  readonly outbox: Outbox;

  constructor(browser: Browser) {
    this.outbox = new Outbox({
      storage: {
        all: async () => {
          if (browser.breakStorage) throw new Error('no storage');
          return [...browser.stored.values()];
        },
        put: async (item) => {
          if (browser.breakStorage) throw new Error('no storage');
          browser.stored.set(item.clientId, item);
        },
        remove: async (clientId) => void browser.stored.delete(clientId),
      },
      broadcast: (news: OutboxTabMessage) => {
        if (browser.isMute) return;
        for (const tab of browser.tabs) if (tab !== this) queueMicrotask(() => tab.outbox.receiveFromTab(news));
      },
      connectedAs: () => this.as,
      deliver: async (item) => {
        const as = this.as;
        await Promise.resolve();
        if (as === null || this.isClosed) throw new Rejection('OFFLINE');
        return browser.fakeServer.take(as, item);
      },
      exclusively: (work) => browser.exclusively(async () => (this.isClosed ? undefined : work())),
      receive: () => undefined,
      isAwaitingLog: () => this.isRoomOpen,
      changed: () => undefined,
      onRejected: (item) => void this.rejections.push(`${sentAndStoredText(item)}: ${item.rejection?.code}`),
      scheduleSend: () => void (this.asksAgain = true),
      freshId: () => `c${(browser.ids += 1)}`,
      now: () => browser.clock,
    });
  }
  connect(as: string | null): void {
    this.as = as;
    void this.outbox.send();
  }
  get texts(): string[] {
    return this.outbox.list.map(sentAndStoredText);
  }
}

/** Waits until all running work has ended. */
export const settled = async () => {
  for (let i = 0; i < 40; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};
/** One disconnected tab. */
export const createFakeBrowser = async () => {
  const fakeServer = new FakeServer();
  const browser = new Browser(fakeServer);
  return { server: fakeServer, browser, tab: await browser.open() };
};
export const sentTexts = ({ log }: FakeServer) => log.map(({ text }) => text);
