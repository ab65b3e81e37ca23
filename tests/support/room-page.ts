import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import type { FrameView, RoomSnapshot } from '@visionary/contract';
import type { Locator, Page } from 'playwright-core';
import { openUser, type User, waitUntil } from './browser.js';
import { createRoom } from './rooms.js';
import { clientParser } from '../../libs/platform/realtime/wire-parser.js';

interface Packet {
  readonly type: number;
  readonly data?: unknown;
}

/** A frame as received or drawn, with the time of this machine. */
export interface Seen {
  readonly at: number;
  readonly step: number;
}

/** A room in a browser, with English labels as locators. */
export class RoomPage {
  readonly prompt: Locator;
  readonly negative: Locator;
  readonly canvas: Locator;
  readonly progress: Locator;
  readonly renderButton: Locator;
  readonly takes: Locator;
  readonly chat: Locator;
  /** Preview frames that the socket received. */
  readonly frames: FrameView[] = [];
  /** Replies to opening the room, with the size of their frames in bytes. */
  readonly snapshots: (RoomSnapshot & { readonly size: number })[] = [];

  /** Call before the first navigation: observes the socket that the page opens. */
  constructor(readonly page: Page) {
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    this.negative = page.getByRole('textbox', { name: 'Negative prompt', exact: true });
    this.canvas = page.getByRole('region', { name: 'Canvas', exact: true });
    this.progress = this.canvas.getByRole('progressbar');
    this.renderButton = page.getByRole('button', { name: 'Render', exact: true });
    this.takes = page.getByRole('region', { name: 'Takes', exact: true });
    this.chat = page.getByRole('region', { name: 'Chat', exact: true });
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.hear(payload)));
  }

  /** Opens the room as an editor. Resolves when the room is open, because the editor is read-only before. */
  async enter(roomId: string): Promise<void> {
    await this.page.goto(`/rooms/${roomId}`);
    await this.renderButton.waitFor();
  }

  /** Replaces the prompt. */
  writePrompt(text: string): Promise<void> {
    return this.write(this.prompt, text);
  }

  /** Shows a take on the canvas, and from there in the dialog. */
  async openTake(number: number): Promise<void> {
    await this.takes.getByRole('button', { name: new RegExp(`^Take ${number}\\.`) }).click();
    await this.canvas.getByRole('button', { name: 'Open full size' }).click();
  }

  /** Replaces the negative prompt. */
  writeNegative(text: string): Promise<void> {
    return this.write(this.negative, text);
  }

  /** Types as a person does: `fill` selects in the DOM, which the editor can undo before it has noticed. */
  private async write(editor: Locator, text: string): Promise<void> {
    await editor.click();
    await editor.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  async text(): Promise<string> {
    return this.prompt.evaluate((editor) =>
      [...editor.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'),
    );
  }

  /** Waits until the prompt reads this. */
  async waitForPrompt(text: string): Promise<void> {
    await waitUntil(
      `the prompt reads "${text}"`,
      () => this.text(),
      (now) => now === text,
    );
  }

  /** Types a value into the number field. */
  async set(setting: 'Steps' | 'Guidance', value: number): Promise<void> {
    const field = this.page.getByRole('textbox', { name: `${setting}, exact value` });
    await field.fill(String(value));
    await field.press('Enter');
    await this.page
      .getByRole('slider', { name: setting, exact: true })
      .and(this.page.locator(`[value="${value}"]`))
      .waitFor();
  }

  async choose(setting: 'Size' | 'Images' | 'Sampler', label: string): Promise<void> {
    await this.page.getByRole('combobox', { name: setting }).selectOption({ label });
  }

  async setSeed(seed: number): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Seed' });
    await field.fill(String(seed));
    await field.press('Enter');
  }

  /** The state of a take, by number, when the text under the canvas matches. */
  takeText(number: number, words: RegExp): Locator {
    return this.canvas.getByRole('region', { name: `Take ${number}`, exact: true }).filter({ hasText: words });
  }

  image(number: number, index = 1): Locator {
    return this.canvas.getByRole('img', { name: `Image ${index} of take ${number}:` });
  }

  /** Records the images of the canvas from now on: one entry per change. */
  async watchCanvas(): Promise<void> {
    await this.page.locator('html').evaluate((html) => {
      const window = html.ownerDocument.defaultView;
      const painted: { at: number; step: number; look: string }[] = [];
      Object.assign(window, { painted });
      const lookOf = (canvas: unknown) => {
        const small = new window.OffscreenCanvas(24, 24).getContext('2d');
        small.drawImage(canvas, 0, 0, 24, 24);
        return small.getImageData(0, 0, 24, 24).data.join();
      };
      new window.MutationObserver(() => {
        const canvas = html.querySelector('.canvas-panel canvas');
        if (!canvas?.hasAttribute('width')) return;
        const look = lookOf(canvas);
        if (look === painted.at(-1)?.look) return;
        const step = Number(html.querySelector('.canvas-panel [role=progressbar]').getAttribute('aria-valuenow'));
        painted.push({ at: Date.now(), step, look });
      }).observe(html, { subtree: true, childList: true, attributes: true, attributeFilter: ['width'] });
    });
  }

  /** Call before the first navigation: records when each frame was sent or received. */
  async timeFrames(): Promise<void> {
    await this.page.addInitScript(`
      const frames = (globalThis.frames_ = []);
      globalThis.WebSocket = class extends WebSocket {
        constructor(...given) {
          super(...given);
          this.addEventListener('message', ({ data }) => frames.push({ at: Date.now(), way: 'in', size: data.byteLength }));
        }
        send(data) {
          frames.push({ at: Date.now(), way: 'out', size: data.byteLength });
          super.send(data);
        }
      };`);
  }

  /** When the frame of a packet passed, by the clock of the page. */
  async passed(way: 'in' | 'out', size: number): Promise<number> {
    const frames: { at: number; way: string; size: number }[] = await this.page
      .locator('html')
      .evaluate((html) => html.ownerDocument.defaultView.frames_);
    const frame = frames.findLast((one) => one.way === way && one.size === size);
    if (!frame) throw new Error(`no frame of ${size} bytes went ${way}`);
    return frame.at;
  }

  /** The records of `watchCanvas`. */
  async painted(): Promise<Seen[]> {
    return this.page
      .locator('html')
      .evaluate((html) =>
        html.ownerDocument.defaultView.painted.map(({ at, step }: Seen) => ({ at, step })),
      ) as Promise<Seen[]>;
  }

  private hear(payload: string | Buffer): void {
    if (typeof payload === 'string') return;
    const decoder = new clientParser.Decoder();
    decoder.once('decoded', ({ data }: Packet) => {
      if (!Array.isArray(data)) return;
      const [first, second] = data;
      if (first === 'generation.frame') this.frames.push(second as FrameView);
      else if (first?.data?.frames) this.snapshots.push({ ...(first.data as RoomSnapshot), size: payload.length });
    });
    decoder.add(payload);
  }
}

/** SHA-256 of an image that the browser shows, by requesting its URL again. */
export async function shownSha256(page: Page, image: Locator): Promise<string> {
  const answer = await page.request.get(String(await image.getAttribute('src')));
  expect(answer.status()).toBe(200);
  return createHash('sha256')
    .update(await answer.body())
    .digest('hex');
}

/** Mira and Bo, each in a browser of their own. */
export interface TwoInARoom {
  readonly mira: User;
  readonly bo: User;
  readonly atMira: RoomPage;
  readonly atBo: RoomPage;
  readonly roomId: string;
}

/** Mira opens a room, and both enter it. */
export async function twoInARoom(url: string, name = 'Night sketches'): Promise<TwoInARoom> {
  const [mira, bo] = [await openUser(url, 'Mira'), await openUser(url, 'Bo')];
  const { id: roomId } = await createRoom(mira, { name });
  const [atMira, atBo] = [new RoomPage(mira.page), new RoomPage(bo.page)];
  await Promise.all([atMira.enter(roomId), atBo.enter(roomId)]);
  return { mira, bo, atMira, atBo, roomId };
}
