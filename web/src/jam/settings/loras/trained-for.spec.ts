import { describe, expect, it } from '@jest/globals';
import type { Settings } from '@visionary/contract';
import { otherSettings } from './trained-for.js';

const now = { scheduler: 'ddim', steps: 20, guidance: 2 } as Settings;

describe('settings that a LoRA was trained for', () => {
  it('are offered where those of the room differ', () => {
    expect(otherSettings({ scheduler: 'ddim', steps: 4, guidance: 1 }, now)).toEqual({ steps: 4, guidance: 1 });
    expect(otherSettings({ scheduler: 'ddim', steps: 20 }, now)).toEqual({});
    expect(otherSettings(undefined, now)).toEqual({});
  });
});
