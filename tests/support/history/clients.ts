import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageView } from '@visionary/contract';
import { DEADLINE_MS } from '../deadlines.js';
import type { Random } from '../random.js';
import { readStoredRooms } from './stored.js';
import type { Page } from './page.js';
import type { Recorder } from './recorder.js';

const AT_ONCE = 12;
const TOGETHER = 50;
const EMOJI = ['👍', '🎨', '❤️', '👩🏽‍🎨'];
const WORDS = ['a red fox', '雪地里的狐狸', 'more snow', '👋 everybody', 'why not', '夜里的灯'];

/** Pages that send messages in rooms, and the checks at the end. */
export class SimulatedClients {
  private readonly commands = new Set<Promise<void>>();
  private textCount = 0;

  readonly roomIds: readonly string[];
  private readonly random: Random;
  private readonly recorder: Recorder;

  constructor(
    readonly pages: Page[],
    { roomIds, random, recorder }: { roomIds: readonly string[]; random: Random; recorder: Recorder },
  ) {
    this.roomIds = roomIds;
    this.random = random;
    this.recorder = recorder;
  }

  /** All pages open their rooms, not all at once: that is a separate test. */
  async enter(): Promise<void> {
    for (let from = 0; from < this.pages.length; from += TOGETHER) {
      const some = this.pages.slice(from, from + TOGETHER);
      for (const page of some) for (const roomId of this.roomIds) page.open(roomId);
      await Promise.all(some.flatMap((page) => this.roomIds.map((id) => page.room(id).reaches(0, DEADLINE_MS))));
    }
  }

  /** Sends one command from one page, without waiting for the reply. */
  act(page: Page = this.random.pick(this.pages)): void {
    const command = this.command(page).finally(() => this.commands.delete(command));
    this.commands.add(command);
  }

  /** Keeps sending commands, a dozen pending at a time, until `isOver`. */
  async talk(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (this.commands.size < AT_ONCE) this.act();
      await pause(1 + this.random.below(6));
    }
  }

  /** Sends commands until this many more are acknowledged. */
  async talkFor(acknowledged: number): Promise<void> {
    const until = this.recorder.acknowledged + acknowledged;
    await this.talk(() => this.recorder.acknowledged >= until);
  }

  get unanswered(): number {
    return this.commands.size;
  }

  /** Resolves when all commands have replies. */
  async answered(): Promise<void> {
    await Promise.all(this.commands);
  }

  /**
   * Waits until all pages have replies and all events, then compares them with the database.
   * No further message is sent: lost events must be found without a later event that shows the gap.
   * @throws Error with the violations
   */
  async verdict(databaseUrl: string, deadlineMs = DEADLINE_MS): Promise<void> {
    await this.answered();
    const ends = new Map(
      (await readStoredRooms(databaseUrl, this.roomIds)).map(({ roomId, lastSeq }) => [roomId, lastSeq]),
    );
    await this.everywhere((room) =>
      room.reaches(ends.get(room.roomId) ?? 0, deadlineMs).catch((error: Error) => this.recorder.note(error.message)),
    );
    const shown = await this.everywhere((room) => room.shown());
    this.recorder.verdict(await readStoredRooms(databaseUrl, this.roomIds), shown);
  }

  private async everywhere<T>(what: (room: ReturnType<Page['room']>) => Promise<T>): Promise<T[]> {
    return Promise.all(this.pages.flatMap((page) => [...page.rooms.values()].map(what)));
  }

  private command(page: Page): Promise<void> {
    const roomId = this.random.pick(this.roomIds);
    const naming = { roomId, clientId: randomUUID() };
    const messages = page.room(roomId).conversation.view.messages.filter(({ deleted }) => !deleted);
    const mine = messages.filter(({ author }) => author.id === page.userId);
    const some = (list: readonly MessageView[]) => ({ ...naming, messageId: this.random.pick(list.slice(-20)).id });
    const kind = this.random.below(20);
    if (kind < 4 && messages.length > 0) {
      return page.command('chat.react', {
        ...some(messages),
        emoji: this.random.pick(EMOJI),
        on: this.random.chance(0.7),
      });
    }
    if (kind === 4 && messages.length > 0) {
      return page.command('chat.pin', { ...some(messages), on: this.random.chance(0.6) });
    }
    if (kind < 8 && mine.length > 0) {
      return page.command('chat.edit', { ...some(mine), text: this.numberedText('edited') });
    }
    if (kind < 10 && mine.length > 0) return page.command('chat.delete', some(mine));
    return page.say(roomId, this.numberedText('said'));
  }

  private numberedText(how: string): string {
    return `${this.random.pick(WORDS)} (${how} ${(this.textCount += 1)})`;
  }
}
