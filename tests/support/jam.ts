import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { CommandReply, FrameView, Settings, TakeView } from '@visionary/contract';
import * as Y from 'yjs';
import { DEADLINE_MS } from './deadlines.js';
import { onCleanup } from './cleanup.js';
import type { LiveClient } from './live-client.js';

/** A folder with one model: tiny, random, and fast. */
export const TINY_MODELS = resolve('tests/golden');

export const TINY: Settings = {
  ...{ model: 'tiny-sd-random', scheduler: 'ddim', steps: 4, guidance: 5 },
  ...{ width: 64, height: 64, seed: 7, batch: 1 },
};

export interface TakeOptions {
  readonly prompt?: string;
  readonly negative?: string;
  readonly clientId?: string;
  readonly settings?: Partial<Settings>;
}

/** Queues a take. @returns the queued take */
export async function render(live: LiveClient, roomId: string, options: TakeOptions = {}): Promise<TakeView> {
  const { event } = await live.do('jam.render', buildRenderRequest(roomId, options));
  if (event.type !== 'generation.queued') throw new Error(`expected generation.queued, got ${event.type}`);
  return event.payload.take;
}

export const buildRenderRequest = (
  roomId: string,
  { prompt = 'a red fox', negative = '', clientId = randomUUID(), settings = {} }: TakeOptions = {},
) => ({
  ...{ roomId, clientId, prompt, negative, settings: { ...TINY, ...settings } },
});

/** Call it before the action that causes the event. */
export const takeFinished = (
  live: LiveClient,
  matches: (take: TakeView) => boolean = () => true,
  deadlineMs?: number,
) =>
  live
    .next('generation.finished', (event) => matches(event.payload.take), deadlineMs)
    .then((event) => event.payload.take);

/** Renders a take. @returns the finished take */
export async function renderTake(live: LiveClient, roomId: string, options: TakeOptions = {}): Promise<TakeView> {
  const end = takeFinished(live, (take) => take.roomId === roomId);
  await render(live, roomId, options);
  return end;
}

/** Renders a finished take again. @returns the finished copy */
export async function repeatTake(live: LiveClient, { id: takeId, roomId }: TakeView): Promise<TakeView> {
  const end = takeFinished(live, ({ id }) => id !== takeId);
  await live.do('jam.repeat', { roomId, clientId: randomUUID(), takeId });
  return end;
}

/**
 * Renders a long take. Resolves after some frames.
 * @param side of its images. 150 steps of 4 images take 2 s at the usual size, and 17 s at 128 pixels
 */
export async function startLongTake(
  live: LiveClient,
  roomId: string,
  steps = 150,
  batch = 1,
  side?: number,
): Promise<TakeView> {
  const frames: FrameView[] = [];
  const early = (frame: FrameView) => void frames.push(frame);
  live.on('generation.frame', early);
  const take = await render(live, roomId, {
    settings: { steps, batch, ...(side !== undefined && { width: side, height: side }) },
  });
  live.off('generation.frame', early);
  const isFar = ({ takeId, step }: FrameView) => takeId === take.id && step >= 3;
  if (!frames.some(isFar)) await nextFrame(live, isFar);
  return take;
}

export const nextFrame = (live: LiveClient, matches?: (frame: FrameView) => boolean, deadlineMs?: number) =>
  live.next('generation.frame', matches, deadlineMs);

interface Updated {
  readonly roomId: string;
  readonly update: Uint8Array;
}

/** The copy of the shared document in one client: sends local edits and applies those of others. */
export class DocumentClient {
  readonly doc = new Y.Doc();
  /** Acknowledgements of local edits. */
  readonly sent: Promise<string>[] = [];

  private constructor(
    readonly live: LiveClient,
    readonly roomId: string,
    readonly opened: CommandReply<'rooms.open'>,
  ) {}

  /** Edits of others may arrive together with the reply, so it listens before the request. */
  static async in(roomId: string, live: LiveClient): Promise<DocumentClient> {
    const early: Updated[] = [];
    const onUpdate = (updated: Updated) => void early.push(updated);
    live.on('jam.documentUpdated', onUpdate);
    const documentClient = new DocumentClient(live, roomId, await live.do('rooms.open', { roomId }));
    live.off('jam.documentUpdated', onUpdate);
    documentClient.follow(early);
    return documentClient;
  }

  get prompt(): Y.Text {
    return this.doc.getText('prompt');
  }
  get settings(): Y.Map<unknown> {
    return this.doc.getMap('settings');
  }
  get text(): string {
    return this.prompt.toString();
  }

  type(text: string, at = this.prompt.length): void {
    this.prompt.insert(at, text);
  }

  /** Waits until the document matches. */
  async until(isReached: (documentClient: DocumentClient) => boolean, deadlineMs = DEADLINE_MS): Promise<void> {
    if (isReached(this)) return;
    await new Promise<void>((done, fail) => {
      const late = new Error(`the document still says ${JSON.stringify(this.text)}`);
      const deadline = setTimeout(() => fail(late), deadlineMs).unref();
      const check = () => {
        if (!isReached(this)) return;
        clearTimeout(deadline);
        this.doc.off('update', check);
        done();
      };
      this.doc.on('update', check);
    });
  }

  /** @returns the rejections among the acknowledgements */
  async rejections(): Promise<string[]> {
    return (await Promise.all(this.sent)).filter((code) => code !== 'ok');
  }

  private follow(early: readonly Updated[]): void {
    const { roomId, live } = this;
    const applyEvent = (updated: Updated) => {
      if (updated.roomId === roomId) Y.applyUpdate(this.doc, updated.update, 'server');
    };
    Y.applyUpdate(this.doc, this.opened.document, 'server');
    early.forEach(applyEvent);
    live.on('jam.documentUpdated', applyEvent);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.sent.push(live.rejectionOf('jam.update', { roomId, update }));
    });
    onCleanup(() => this.doc.destroy());
  }
}
