import { describe, expect, it, jest } from '@jest/globals';
import { check } from '../support/history/check.js';
import type { Entry } from '../support/history/history.js';
import { ReferenceServer, type OpenHistory } from '../support/history/reference-server.js';
import type { Fault } from '../support/history/violation.js';
import { Random } from '../support/random.js';

type Kind = Entry['kind'];
type Of<K extends Kind> = Extract<Entry, { kind: K }>;
const SEEDS = 40;

const placesOf = <K extends Kind>({ entries }: OpenHistory, kind: K, fits: (entry: Of<K>) => boolean = () => true) =>
  entries.flatMap((entry, place) => (entry.kind === kind && fits(entry as Of<K>) ? [place] : []));
const at = <K extends Kind>({ entries }: OpenHistory, place: number) => entries[place] as Of<K>;
const room = ({ kept }: OpenHistory) => kept[0] as OpenHistory['kept'][number];
const list = (history: OpenHistory, random: Random) =>
  random.pick(history.shown.filter(({ messages }) => messages.length > 0)).messages;

/** Faulty histories: how a correct one is changed, and the violations that must be found. */
const WRONGS: Record<string, [(history: OpenHistory, random: Random) => void, Fault[]]> = {
  'a page never shows the last event': [
    (history) => {
      const { lastSeq } = room(history);
      const seqOf = (entry: Entry) =>
        entry.kind === 'applied' ? entry.event.seq : entry.kind === 'stateReceived' ? entry.seq : undefined;
      history.entries = history.entries.filter(
        (entry) => seqOf(entry) !== lastSeq || (entry as Of<'stateReceived'>).client !== 'page 0',
      );
    },
    ['lost'],
  ],
  'a page shows an event no more, and later ones all the same': [
    (history, random) => {
      const shown = new Set(
        history.entries.flatMap((entry) => (entry.kind === 'applied' ? [`${entry.client} ${entry.event.seq}`] : [])),
      );
      const goesOn = ({ client, event }: Of<'applied'>) => shown.has(`${client} ${event.seq + 1}`);
      history.entries.splice(random.pick(placesOf(history, 'applied', goesOn)), 1);
    },
    ['gap'],
  ],
  'a page shows an event twice': [
    (history, random) => {
      const place = random.pick(placesOf(history, 'applied'));
      history.entries.splice(place + 1, 0, at(history, place));
    },
    ['double'],
  ],
  'a page shows two events the other way round': [
    (history, random) => {
      const ofPages = Map.groupBy(placesOf(history, 'applied'), (place) => at<'applied'>(history, place).client);
      const mine = random.pick([...ofPages.values()].filter((places) => places.length > 1));
      const first = random.below(mine.length - 1);
      const [one, two] = [mine[first] as number, mine[first + 1] as number];
      [history.entries[one], history.entries[two]] = [at(history, two), at(history, one)];
    },
    ['reordered', 'gap'],
  ],
  'a fresh state is older than what the page knew': [
    (history, random) => {
      const place = random.pick(placesOf(history, 'applied', ({ event }) => event.seq > 2));
      const { client, event } = at<'applied'>(history, place);
      history.entries.splice(place + 1, 0, { kind: 'stateReceived', client, roomId: 'room', seq: event.seq - 2 });
    },
    ['reordered'],
  ],
  'what was acknowledged is not in the log': [
    (history, random) => {
      const { event } = at<'acknowledged'>(history, random.pick(placesOf(history, 'acknowledged')));
      room(history).events = room(history).events.filter(({ seq }) => seq !== event.seq);
    },
    ['absent'],
  ],
  'the log holds what was acknowledged as somebody else’s': [
    (history, random) => {
      const { event } = at<'acknowledged'>(history, random.pick(placesOf(history, 'acknowledged')));
      for (const one of room(history).events) if (one.seq === event.seq) one.clientId = 'another';
    },
    ['absent'],
  ],
  'an event is broadcast that was never committed': [
    (history, random) => {
      const place = random.pick(placesOf(history, 'received'));
      const received = at<'received'>(history, place);
      const event = { ...received.event, seq: room(history).lastSeq + 1 };
      history.entries.splice(place, 0, { ...received, event });
    },
    ['early'],
  ],
  'two clients receive different texts of one message': [
    (history, random) => {
      const alive = new Set(room(history).events.flatMap(({ seq, text }) => (text ? [seq] : [])));
      const place = random.pick(placesOf(history, 'received', ({ event }) => alive.has(event.seq)));
      const received = structuredClone(at<'received'>(history, place));
      const { message } = received.event.payload as { message?: { text: string } };
      Object.assign(message ?? received.event.payload, { text: 'something else' });
      history.entries[place] = received;
    },
    ['other'],
  ],
  'a command is done twice': [
    (history, random) => {
      const { events } = room(history);
      const again = random.pick(events);
      const twin = { ...again, seq: events.length + 1 };
      room(history).events.push(twin);
      room(history).lastSeq += 1;
    },
    ['double'],
  ],
  'a retry is acknowledged as another event': [
    (history, random) => {
      const place = random.pick(placesOf(history, 'acknowledged'));
      const { clientId, client, event } = at<'acknowledged'>(history, place);
      const other = history.entries.find(
        (entry) => entry.kind === 'acknowledged' && entry.event.seq !== event.seq,
      ) as Of<'acknowledged'>;
      history.entries.splice(place + 1, 0, { kind: 'acknowledged', client, clientId, event: other.event });
    },
    ['double'],
  ],
  'somebody is never answered': [
    (history, random) => void history.entries.splice(random.pick(placesOf(history, 'acknowledged')), 1),
    ['unanswered'],
  ],
  'what was refused is done': [
    (history, random) => {
      const place = random.pick(placesOf(history, 'acknowledged'));
      const { client, clientId } = at<'acknowledged'>(history, place);
      history.entries[place] = { kind: 'rejected', client, clientId, code: 'ROOMS_READ_ONLY' };
    },
    ['undone'],
  ],
  'a command overtakes what was acknowledged before it': [
    (history, random) => {
      const { lastSeq } = room(history);
      const place = random.pick(placesOf(history, 'acknowledged', ({ event }) => event.seq < lastSeq));
      const { clientId, event } = at<'acknowledged'>(history, place);
      const requested = history.entries.findIndex((entry) => entry.kind === 'requested' && entry.clientId === clientId);
      const later = placesOf(history, 'acknowledged', (entry) => entry.event.seq > event.seq)[0] as number;
      const [command] = history.entries.splice(requested, 1) as [Entry];
      const [answer] = history.entries.splice(place - 1, 1) as [Entry];
      history.entries.splice(later - 1, 0, command, answer);
    },
    ['overtaken'],
  ],
  'the log has a hole': [
    (history, random) => {
      const { events } = room(history);
      events.splice(random.below(events.length), 1);
    },
    ['gap', 'absent', 'early'],
  ],
  'a message is missing in a list': [
    (history, random) => {
      const messages = list(history, random);
      messages.splice(random.below(messages.length), 1);
    },
    ['list'],
  ],
  'a message stands in a list twice': [
    (history, random) => {
      const messages = list(history, random);
      const place = random.below(messages.length);
      messages.splice(place, 0, messages[place] as (typeof messages)[number]);
    },
    ['list'],
  ],
  'a list is in another order': [
    (history, random) => {
      const { messages } = random.pick(history.shown.filter((shown) => shown.messages.length > 1));
      messages.reverse();
    },
    ['list'],
  ],
  ...Object.fromEntries(
    (
      [
        ['an edit', { text: 'as it was' }],
        ['the time of an edit', { editedAt: 7_777 }],
        ['a deletion', { deletedBy: 'nobody' }],
        ['a pin', { pinnedBy: 'nobody' }],
        ['a reaction', { reactions: ['🤖 nobody'] }],
      ] as const
    ).map(([what, change]) => [
      `a list lacks ${what}`,
      [(history, random) => void Object.assign(random.pick(list(history, random)), change), ['list']],
    ]),
  ),
};

const madeOf = (seed: number) => structuredClone(new ReferenceServer(new Random(seed), 4).run(120)) as OpenHistory;

describe('history checker', () => {
  const seed = jest.getSeed();

  it('finds no violation in correct histories', () => {
    for (let n = 0; n < SEEDS; n++) {
      expect({ seed: seed + n, found: check(madeOf(seed + n)) }).toMatchObject({ found: [] });
    }
  });

  it.each(Object.keys(WRONGS))('finds that %s', (what) => {
    const [spoil, faults] = WRONGS[what] as (typeof WRONGS)[string];
    for (let n = 0; n < SEEDS; n++) {
      const history = madeOf(seed + n);
      spoil(history, new Random(seed - n));
      const found = new Set(check(history).map(({ fault }) => fault));
      expect({ seed, n, found: faults.some((fault) => found.has(fault)) }).toEqual({ seed, n, found: true });
    }
  });
});
