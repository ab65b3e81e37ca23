import { describe, expect, it } from '@jest/globals';
import { userColorIndex, avatarInitial } from './user-color.js';

describe('user avatars', () => {
  it('have the same color for a user everywhere', () => {
    expect(userColorIndex('0199d3a0-0000-7000-8000-000000000001')).toBe(
      userColorIndex('0199d3a0-0000-7000-8000-000000000001'),
    );
  });

  it('use all eight colors about evenly', () => {
    const counts = new Array<number>(9).fill(0);
    for (let n = 0; n < 8000; n++) {
      const ink = userColorIndex(`0199d3a0-0000-7000-8000-${String(n).padStart(12, '0')}`);
      counts[ink] = (counts[ink] ?? 0) + 1;
    }
    expect(counts[0]).toBe(0);
    for (const count of counts.slice(1)) expect(Math.abs(count - 1000)).toBeLessThan(250);
  });

  it.each([
    ['mei', 'M'],
    ['林间', '林'],
    ['  ana', 'A'],
    ['👩‍🎨 Kit', '👩‍🎨'],
  ])('show for %s the initial %s', (name, letter) => expect(avatarInitial(name)).toBe(letter));
});
