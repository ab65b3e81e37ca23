/** What specs of the outbox put around it: a server, a browser, its tabs. */
import type { RoomEvent } from '@visionary/contract';
import { Refused } from '../../shared/refused.js';
import { isKeptChange, Outbox, type Kept, type OutboxNews } from './outbox.js';

/** What stands in a log for it. */
function wordsOf(kept: Kept): string {
  if (!isKeptChange(kept)) return kept.text;
  const { type, payload } = kept.change;
  return `${type} ${type === 'chat.reacted' ? payload.emoji : payload.messageId}`;
}

/** The server: the same command again gets the first event. */
export class Server {
  readonly log: { clientId: string; personId: string; text: string; seq: number }[] = [];
  loseAnswers = 0;
  loseQuestions = 0;
  refuse: Refused | null = null;

  take(personId: string, kept: Kept): RoomEvent {
    const { clientId, roomId } = kept;
    const text = wordsOf(kept);
    if (this.loseQuestions-- > 0) throw new Refused('OFFLINE');
    if (this.refuse) throw this.refuse;
    let known = this.log.find((one) => one.clientId === clientId && one.personId === personId);
    if (!known) this.log.push((known = { clientId, personId, text, seq: this.log.length + 1 }));
    if (this.loseAnswers-- > 0) throw new Refused('TIMEOUT');
    return { roomId, seq: known.seq, type: 'chat.sent', payload: { message: { clientId } } } as unknown as RoomEvent;
  }
}

/** A browser: what its tabs share. */
class Browser {
  readonly stored = new Map<string, Kept>();
  readonly tabs: Tab[] = [];
  ids = 0;
  clock = 0;
  breakShelf = false;
  /** Its tabs do not hear each other. */
  isMute = false;
  private lock: Promise<void> = Promise.resolve();

  constructor(readonly server: Server) {}

  exclusively(work: () => Promise<void>): Promise<void> {
    return (this.lock = this.lock.then(work));
  }
  async open(): Promise<Tab> {
    const tab = new Tab(this);
    this.tabs.push(tab);
    await tab.outbox.open();
    return tab;
  }
  close(tab: Tab): void {
    tab.isClosed = true;
    tab.as = null;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }
}

export class Tab {
  as: string | null = null;
  isClosed = false;
  asksAgain = false;
  readonly refusals: string[] = [];
  /** The room's log as this tab has it: false while it lags behind. */
  isRoomOpen = false;
  readonly outbox: Outbox;

  constructor(browser: Browser) {
    this.outbox = new Outbox({
      shelf: {
        all: async () => {
          if (browser.breakShelf) throw new Error('no storage');
          return [...browser.stored.values()];
        },
        put: async (kept) => {
          if (browser.breakShelf) throw new Error('no storage');
          browser.stored.set(kept.clientId, kept);
        },
        remove: async (clientId) => void browser.stored.delete(clientId),
      },
      tell: (news: OutboxNews) => {
        if (browser.isMute) return;
        for (const tab of browser.tabs) if (tab !== this) queueMicrotask(() => tab.outbox.heard(news));
      },
      connectedAs: () => this.as,
      deliver: async (kept) => {
        const as = this.as;
        await Promise.resolve();
        if (as === null || this.isClosed) throw new Refused('OFFLINE');
        return browser.server.take(as, kept);
      },
      exclusively: (work) => browser.exclusively(async () => (this.isClosed ? undefined : work())),
      hear: () => undefined,
      willLog: () => this.isRoomOpen,
      changed: () => undefined,
      refused: (kept) => void this.refusals.push(`${wordsOf(kept)}: ${kept.refusal?.code}`),
      later: () => void (this.asksAgain = true),
      freshId: () => `c${(browser.ids += 1)}`,
      now: () => browser.clock,
    });
  }
  connect(as: string | null): void {
    this.as = as;
    void this.outbox.send();
  }
  get texts(): string[] {
    return this.outbox.list.map(wordsOf);
  }
}

/** Whatever is under way has come to an end. */
export const settled = async () => {
  for (let i = 0; i < 40; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};
/** With one tab, which has no line. */
export const aBrowser = async () => {
  const server = new Server();
  const browser = new Browser(server);
  return { server, browser, tab: await browser.open() };
};
export const said = ({ log }: Server) => log.map(({ text }) => text);
