import type { Random } from '../random.js';
import { aRoom, letIn } from '../rooms.js';
import { signUp, type SignedUp } from '../people.js';
import { Browser } from './browser.js';
import { Crowd } from './crowd.js';
import { Page } from './page.js';
import { Recorder } from './recorder.js';

export interface Party {
  readonly crowd: Crowd;
  readonly recorder: Recorder;
  readonly people: readonly SignedUp[];
  /** One more page of a person, in all rooms. */
  come(person: SignedUp, url?: string): Page;
}

export interface Invited {
  readonly title: string;
  readonly random: Random;
  /** Of the servers: pages are spread over them. */
  readonly urls: readonly string[];
  readonly people: number;
  readonly pagesEach: number;
  readonly rooms: number;
}

let names = 0;

/** People with pages in some rooms that are all theirs, a private one among them, everything written down. */
export async function aParty({ title, random, urls, people, pagesEach, rooms }: Invited): Promise<Party> {
  const [url = ''] = urls;
  const recorder = new Recorder(`${title}, seed ${random.seed}`);
  const guests: SignedUp[] = [];
  for (let n = 0; n < people; n++) guests.push(await signUp(url, `Guest ${(names += 1)} ${process.pid}`));
  const [host, ...others] = guests as [SignedUp, ...SignedUp[]];
  const roomIds: string[] = [];
  for (let n = 0; n < rooms; n++) {
    const { id } = await aRoom(host, { visibility: n === 0 ? 'private' : 'public' });
    if (n === 0) for (const other of others) await letIn(host, other, id);
    roomIds.push(id);
  }
  let pages = 0;
  const browsers = new Map(guests.map(({ me }) => [me.id, new Browser(me.id)]));
  const come = ({ client, me }: SignedUp, at = urls[pages % urls.length] ?? url) =>
    new Page({
      ...{ url: at, cookie: client.cookieHeader, personId: me.id, client: `page ${(pages += 1)}`, recorder },
      browser: browsers.get(me.id) ?? new Browser(me.id),
    });
  const crowd = new Crowd(
    guests.flatMap((guest) => Array.from({ length: pagesEach }, () => come(guest))),
    { roomIds, random, recorder },
  );
  await crowd.enter();
  return { crowd, recorder, people: guests, come };
}
