import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../usage-error.js';
import { lentCards } from './lent-cards.js';
import { LenderTexts } from './texts.js';

const ENGLISH = new LenderTexts('en');

describe('lentCards', () => {
  it('[L28] are those that are named, or the setting', async () => {
    expect(await lentCards(undefined, ['auto'], ENGLISH)).toEqual(['auto']);
    expect(await lentCards('cuda:0, webgpu:1', ['auto'], ENGLISH)).toEqual(['cuda:0', 'webgpu:1']);
  });

  it('[L28] are rejected if they are none, or too many', async () => {
    await expect(lentCards('cuda:0,gpu1', ['auto'], ENGLISH)).rejects.toThrow(
      '"gpu1" is no card: --cards takes all, or',
    );
    await expect(lentCards('', ['auto'], ENGLISH)).rejects.toBeInstanceOf(UsageError);
    const nine = Array.from({ length: 9 }, (_, number) => `cuda:${number}`).join(',');
    await expect(lentCards(nine, ['auto'], ENGLISH)).rejects.toThrow('At most 8 cards are lent with one token.');
  });
});
