import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../usage-error.js';
import { lentCards } from './lent-cards.js';

describe('lentCards', () => {
  it('[L28] are those that are named, or the setting', async () => {
    expect(await lentCards(undefined, ['auto'])).toEqual(['auto']);
    expect(await lentCards('cuda:0, webgpu:1', ['auto'])).toEqual(['cuda:0', 'webgpu:1']);
  });

  it('[L28] are rejected if they are none, or too many', async () => {
    await expect(lentCards('cuda:0,gpu1', ['auto'])).rejects.toThrow('"gpu1" is no card: --cards takes all, or');
    await expect(lentCards('', ['auto'])).rejects.toBeInstanceOf(UsageError);
    const nine = Array.from({ length: 9 }, (_, number) => `cuda:${number}`).join(',');
    await expect(lentCards(nine, ['auto'])).rejects.toThrow('At most 8 cards are lent with one token.');
  });
});
