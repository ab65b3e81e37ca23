import type { Random } from '../random.js';
import { createRoom, addMember } from '../rooms.js';
import { signUp, type SignedUp } from '../users.js';
import { Browser } from './browser.js';
import { SimulatedClients } from './clients.js';
import { Page } from './page.js';
import { Recorder } from './recorder.js';

export interface ClientSetup {
  readonly crowd: SimulatedClients;
  readonly recorder: Recorder;
  readonly users: readonly SignedUp[];
  /** Another client of a user, in all rooms. */
  come(user: SignedUp, url?: string): Page;
}

export interface Invited {
  readonly title: string;
  readonly random: Random;
  /** URLs of the servers: clients are spread over them. */
  readonly urls: readonly string[];
  readonly users: number;
  readonly pagesEach: number;
  readonly rooms: number;
}

let names = 0;

/** Users with clients in shared rooms, one of them private, with everything recorded. */
export async function createClients({ title, random, urls, users, pagesEach, rooms }: Invited): Promise<ClientSetup> {
  const [url = ''] = urls;
  const recorder = new Recorder(`${title}, seed ${random.seed}`);
  const guests: SignedUp[] = [];
  for (let n = 0; n < users; n++) guests.push(await signUp(url, `BrowserUser ${(names += 1)} ${process.pid}`));
  const [host, ...others] = guests as [SignedUp, ...SignedUp[]];
  const roomIds: string[] = [];
  for (let n = 0; n < rooms; n++) {
    const { id } = await createRoom(host, { visibility: n === 0 ? 'private' : 'public' });
    if (n === 0) for (const other of others) await addMember(host, other, id);
    roomIds.push(id);
  }
  let pages = 0;
  const browsers = new Map(guests.map(({ me }) => [me.id, new Browser(me.id)]));
  const come = ({ client, me }: SignedUp, at = urls[pages % urls.length] ?? url) =>
    new Page({
      ...{ url: at, cookie: client.cookieHeader, userId: me.id, client: `page ${(pages += 1)}`, recorder },
      browser: browsers.get(me.id) ?? new Browser(me.id),
    });
  const simulatedClients = new SimulatedClients(
    guests.flatMap((guest) => Array.from({ length: pagesEach }, () => come(guest))),
    { roomIds, random, recorder },
  );
  await simulatedClients.enter();
  return { crowd: simulatedClients, recorder, users: guests, come };
}
