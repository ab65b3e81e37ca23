import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AdditionKind, ModelPickerItem } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import { type AdditionReference, createAdditionLookup } from './addition-lookup.js';

const VAE = { kind: 'vae', id: 'bright@1', model: 'tiny' } as const;
const EMBEDDING = { kind: 'embedding', id: 'ink@1', model: 'tiny' } as const;
const choiceOf = ({ kind, id }: { kind: AdditionKind; id: string }, title: string) =>
  ({ addition: { id, title, facts: { kind } }, isCompatible: true }) as unknown as ModelPickerItem;

describe('[M175] lookups of chosen additions', () => {
  const requests: string[] = [];
  let reply: (additions: readonly AdditionReference[]) => readonly ModelPickerItem[];
  let lookup: ReturnType<typeof createAdditionLookup>;

  beforeEach(() => {
    jest.useFakeTimers();
    requests.length = 0;
    reply = (additions) => additions.map((one) => choiceOf(one, `Title of ${one.id}`));
    lookup = createAdditionLookup(
      async (model, additions) => {
        requests.push(`${model}: ${additions.map(({ id }) => id).join(' ')}`);
        return reply(additions);
      },
      () => 0.5,
    );
  });
  afterEach(() => void jest.useRealTimers());

  const lookUpBoth = () => [VAE, EMBEDDING].forEach((one) => lookup.lookUp(one));
  const titles = () => [VAE, EMBEDDING].map(({ kind, id }) => lookup.titleOf(kind, id));

  it('share one request per model, and are not repeated without a change', async () => {
    lookUpBoth();
    lookup.lookUp({ ...VAE, model: 'other' });
    await jest.advanceTimersByTimeAsync(1);
    lookUpBoth();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(requests).toEqual(['tiny: bright@1 ink@1', 'other: bright@1']);
    expect(titles()).toEqual(['Title of bright@1', 'Title of ink@1']);
  });

  it('keep their values while many changes lead to one request', async () => {
    lookUpBoth();
    await jest.advanceTimersByTimeAsync(1);
    for (let change = 0; change < 10; change++) lookup.onListChanged([]);
    lookUpBoth();
    expect([titles(), requests.length]).toEqual([['Title of bright@1', 'Title of ink@1'], 1]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(lookup.revision.value).toBe(1);
    reply = (additions) => additions.map((one) => choiceOf(one, 'Renamed'));
    lookUpBoth();
    expect(titles()).toEqual(['Title of bright@1', 'Title of ink@1']);
    await jest.advanceTimersByTimeAsync(1);
    expect([titles(), requests.length]).toEqual([['Renamed', 'Renamed'], 2]);
  });

  it('are null at once for removed additions, and for those that the server does not have', async () => {
    lookUpBoth();
    await jest.advanceTimersByTimeAsync(1);
    lookup.onListChanged([VAE.id]);
    expect([lookup.choice(VAE), lookup.choice(EMBEDDING)?.isCompatible]).toEqual([null, true]);
    reply = () => [];
    const lost = { ...VAE, id: 'lost' };
    lookup.lookUp(lost);
    expect(lookup.choice(lost)).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(lookup.choice(lost)).toBeNull();
  });

  it('wait after an error, as long as the server says and longer after each one', async () => {
    const times: number[] = [];
    const start = Date.now();
    reply = () => {
      times.push(Math.round((Date.now() - start) / 1_000));
      throw new Rejection('RATE_LIMITED', times.length === 1 ? { retryAfterSeconds: 9 } : {});
    };
    lookUpBoth();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(times).toEqual([0, 9, 13, 21]);
    reply = (additions) => additions.map((one) => choiceOf(one, 'Found'));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(titles()).toEqual(['Found', 'Found']);
  });
});
