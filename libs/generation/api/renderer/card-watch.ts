import {
  type CardUse,
  cudaCards,
  type GraphicsCard,
  readCards,
  readCardUses,
  vulkanCards,
} from '@visionary/graphics-cards';
import { parseProviderSetting } from '@visionary/contract';
import { processTree } from '@visionary/sandbox';
import { CardPause, isFull, othersShare } from './card-pause.js';
import type { RenderWorker } from './render-worker.js';

/** PowerShell takes a second of a core. */
const INTERVAL_MS = process.platform === 'win32' ? 15_000 : 5_000;
/** Drivers average what a card does over some time. */
const SETTLE_MS = 2_000;

/** A renderer of this process, and the entry of RENDERER_PROVIDER that it was started with. */
export interface WatchedRenderer {
  readonly worker: Pick<RenderWorker, 'device' | 'state' | 'idleSince' | 'attempt' | 'setPaused' | 'returnTake'>;
  readonly provider: string;
}

/** How cards are read. By default, those of this machine. */
export interface CardSource {
  readonly cards: () => Promise<readonly GraphicsCard[]>;
  readonly uses: (cards: readonly GraphicsCard[]) => Promise<readonly CardUse[]>;
  /** Processes of this program. */
  readonly ownPids: () => ReadonlySet<number>;
}

const THIS_MACHINE: CardSource = { cards: readCards, uses: readCardUses, ownPids: () => processTree(process.pid) };

/** Pauses the renderers of a card while another program uses it. Where nothing tells, they render on. */
export class CardWatch {
  private readonly pauses = new Map<WatchedRenderer, CardPause>();
  private cards: readonly GraphicsCard[] | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly renderers: readonly WatchedRenderer[],
    private readonly source: CardSource = THIS_MACHINE,
  ) {}

  start(): void {
    if (this.renderers.length > 0) this.schedule();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** One reading. */
  async check(nowMs = performance.now()): Promise<void> {
    const watched = this.renderers.filter(({ worker: { device } }) => device && device.provider !== 'cpu');
    if (watched.length === 0) return;
    const cards = (this.cards ??= await this.source.cards());
    const wasRendering = this.isRendering();
    const uses = await this.source.uses(cards);
    if (this.isStopped) return;
    const isRendering = wasRendering || this.isRendering();
    const own = this.source.ownPids();
    for (const renderer of watched) {
      const used = cards.flatMap((card, at) => (isCardOf(renderer, card, cards) ? (uses[at] ?? []) : []));
      const shares = used.flatMap((use) => othersShare(use, own, isRendering) ?? []);
      this.update(renderer, shares.length === 0 ? undefined : Math.max(...shares), used.some(isFull), nowMs);
    }
  }

  private update(renderer: WatchedRenderer, share: number | undefined, isShort: boolean, nowMs: number): void {
    const pause = this.pauses.get(renderer) ?? new CardPause();
    this.pauses.set(renderer, pause);
    const wasPaused = pause.isPaused;
    pause.add(share, nowMs);
    if (pause.isPaused !== wasPaused) renderer.worker.setPaused('busyCard', pause.isPaused);
    if (pause.isPaused && isShort) renderer.worker.returnTake();
  }

  private isRendering(): boolean {
    return this.renderers.some(
      ({ worker: { attempt, idleSince } }) => attempt !== null || Date.now() - (idleSince ?? 0) < SETTLE_MS,
    );
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      void this.check()
        .catch(() => undefined)
        .finally(() => !this.isStopped && this.schedule());
    }, INTERVAL_MS).unref();
  }
}

/** The card that a renderer computes with, or all that it may be. */
function isCardOf(
  { worker: { device }, provider }: WatchedRenderer,
  card: GraphicsCard,
  cards: readonly GraphicsCard[],
): boolean {
  const number = parseProviderSetting(provider)?.card;
  if (device?.provider === 'cuda' || device?.provider === 'tensorrt') return cudaCards(cards)[number ?? 0] === card;
  if (device?.provider === 'webgpu' && number !== undefined) return vulkanCards(cards)[number] === card;
  return cards.every(({ name }) => name !== device?.name) || card.name === device?.name;
}
