import { expect } from '@jest/globals';
import { openUser, openVisitor, type BrowserUser, waitUntil } from '../support/browser.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { DocumentClient } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { type Node, startNode } from '../support/nodes.js';
import { Random } from '../support/random.js';
import { RoomPage, shownSha256 } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

/** Texts of the two users: in any order, all of it must be there in the end. */
const WORDS = ['a red fox in the snow, drawn in ink', '月光下的一只红狐狸，水墨，很安静'];
/** At this size the tiny model is as slow as a real one, so that a test can join in the middle. */
const SIZE = { width: 256, height: 256 };
const STEPS = 24;

type NodeSettings = Parameters<typeof startNode>[0];

/** Two users, each in a browser of their own, in one room. */
export interface Duet {
  readonly roomId: string;
  readonly guests: readonly [BrowserUser, BrowserUser];
  readonly rooms: readonly [RoomPage, RoomPage];
}

/** Their pages draw every frame. */
const WITH_MOTION = { hasMotion: true } as const;

/** @param urls the nodes of the first and the second user; the same one twice where there is one */
export async function aDuet(urls: readonly [string, string]): Promise<Duet> {
  const [mira, xiaoman] = [await openUser(urls[0], 'Mira', WITH_MOTION), await openUser(urls[1], '小满', WITH_MOTION)];
  const guests = [mira, xiaoman] as const;
  const room = await createRoom(guests[0], { name: 'Night sketches' });
  await resize(urls[0], guests[0].client.cookieHeader, room.id);
  const rooms = [new RoomPage(guests[0].page), new RoomPage(guests[1].page)] as const;
  await Promise.all(rooms.map((page) => page.enter(room.id)));
  return { roomId: room.id, guests, rooms };
}

/** The menu offers a model's own sizes; another page, or a program, may write any. */
async function resize(url: string, cookie: string, roomId: string): Promise<void> {
  const live = await connect(url, cookie);
  const author = await DocumentClient.in(roomId, live);
  for (const [name, value] of Object.entries(SIZE)) author.settings.set(name, value);
  expect(await author.rejections()).toEqual([]);
  live.close();
}

async function typeSomehow(room: RoomPage, typed: string, random: Random): Promise<void> {
  await room.prompt.focus();
  for (let from = 0; from < typed.length;) {
    const to = from + 1 + random.below(3);
    if (random.chance(0.2)) await room.page.keyboard.press(random.pick(['Home', 'End']));
    for (let left = random.below(4); left > 0; left--) await room.page.keyboard.press('ArrowLeft');
    await room.page.keyboard.type(typed.slice(from, to));
    from = to;
  }
}

/** Both type concurrently at different positions. @returns the text both ended with */
export async function writeTogether({ rooms }: Duet, seed: number): Promise<string> {
  const random = new Random(seed);
  const seeds = rooms.map(() => random.below(2 ** 31));
  await Promise.all(rooms.map((room, at) => typeSomehow(room, WORDS[at] ?? '', new Random(seeds[at] ?? 0))));
  const sorted = (text: string) => [...text].sort().join('');
  const all = sorted(WORDS.join(''));
  const isAll = ([one, two]: readonly string[]) => one === two && sorted(one ?? '') === all;
  const texts = await waitUntil('both read the same text', () => Promise.all(rooms.map((room) => room.text())), isAll);
  return texts[0] ?? '';
}

/** The first user renders by keyboard, and both pages are observed. */
async function beginRender({ rooms: [first, second] }: Duet): Promise<void> {
  await first.set('Steps', STEPS);
  await first.setSeed(20_260_301);
  await Promise.all([first.watchCanvas(), second.watchCanvas()]);
  await first.prompt.press('Control+Enter');
}

/**
 * A user waits in the lobby and joins while the take renders.
 * @returns what they saw first, and how long it took, in ms
 */
async function comeLate({ rooms: [first], roomId }: Duet, late: BrowserUser, render: () => Promise<void>) {
  const room = new RoomPage(late.page);
  await room.timeFrames();
  await late.page.goto('/rooms');
  const door = late.page.getByRole('link', { name: 'Night sketches' });
  await door.waitFor();
  await room.watchCanvas();
  await render();
  await waitUntil(
    'the take is in its middle',
    () => first.frames.at(-1)?.step ?? 0,
    (step) => step >= 5,
  );
  const known = first.frames.at(-1)?.step ?? 0;
  const clickedAt = Date.now();
  await door.click();
  const [paint] = await waitUntil(
    'the canvas shows something',
    () => room.painted(),
    (seen) => seen.length > 0,
  );
  const snapshot = room.snapshots.find(({ room }) => room.id === roomId);
  const snapshotFrame = snapshot?.frames[0];
  if (!snapshot || !snapshotFrame || !paint) throw new Error('a late joiner got no frame with the reply');
  return {
    ...{ known, snapshotFrame, firstStep: paint.step },
    sinceReply: paint.at - (await room.passed('in', snapshot.size)),
    sinceClick: paint.at - clickedAt,
  };
}

/** Both pages end with the same image. */
async function endWithEqualText({ rooms }: Duet): Promise<void> {
  const [one, other] = await Promise.all(
    rooms.map(async (room) => {
      await room.takeText(1, /Rendered in/).waitFor();
      await room.image(1).waitFor();
      return shownSha256(room.page, room.image(1));
    }),
  );
  expect(other).toBe(one);
}

/** Each page got at least half of the frames, and its canvas showed as many different ones. */
async function expectHalf(room: RoomPage): Promise<void> {
  const received = new Set(room.frames.filter(({ frame }) => frame).map(({ step }) => step));
  expect(received.size).toBeGreaterThanOrEqual(STEPS / 2);
  expect((await room.painted()).length).toBeGreaterThanOrEqual(STEPS / 2);
}

/** A take from Ctrl+Enter to its image, seen by both users and by one who joins late at the node `lateUrl`. */
export async function seeTakeTogether(duet: Duet, lateUrl: string): Promise<void> {
  const visitor = await openVisitor(lateUrl, WITH_MOTION);
  const late = await comeLate(duet, visitor, () => beginRender(duet));
  expect(late.snapshotFrame).toMatchObject({ frame: { mime: expect.stringMatching(/^image\//) } });
  expect(late.snapshotFrame.step).toBeGreaterThanOrEqual(late.known);
  expect(late.firstStep).toBeGreaterThanOrEqual(late.snapshotFrame.step);
  expect(late.sinceReply).toBeLessThan(WITHIN_A_SECOND_MS);
  await endWithEqualText(duet);
  for (const room of duet.rooms) await expectHalf(room);
  await visitor.context.close();
}

/** Ends all nodes and asks a new one, which knows only what the database knows. */
export async function findInDatabase(duet: Duet, nodes: readonly Node[], settings: NodeSettings): Promise<void> {
  const text = await duet.rooms[0].text();
  await Promise.all(duet.guests.map(({ context }) => context.close()));
  const codes = await Promise.all(nodes.map((node) => node.end('SIGTERM')));
  expect(codes.filter((code) => code !== 0)).toEqual([]);
  const again = await startNode(settings);
  const live = await connect(again.url, duet.guests[0].client.cookieHeader);
  expect((await DocumentClient.in(duet.roomId, live)).text).toBe(text);
}
