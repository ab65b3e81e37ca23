import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@visionary/platform/config';
import { AllowedOrigins } from './allowed-origins.js';

const origins = (variables: Record<string, string> = {}) => new AllowedOrigins(readConfig(variables));

describe('AllowedOrigins', () => {
  it.each([
    ['http://localhost:3000', 'localhost:3000', true],
    ['https://art.example', 'art.example', true],
    [undefined, 'localhost:3000', true],
    ['http://evil.example', 'localhost:3000', false],
    ['http://localhost:3001', 'localhost:3000', false],
    ['http://localhost:3000.evil.example', 'localhost:3000', false],
    ['null', 'localhost:3000', false],
    ['', 'localhost:3000', false],
    ['http://localhost:3000', undefined, false],
  ])('[H3] origin %s at host %s: %s', (origin, host, allowed) => {
    expect(origins().allows(origin, host)).toBe(allowed);
  });

  it('[H3] allows only PUBLIC_URL and trusted origins when set', () => {
    const set = origins({ PUBLIC_URL: 'https://art.example', TRUSTED_ORIGINS: 'https://beta.example' });
    expect(set.allows('https://art.example', 'node-1:3000')).toBe(true);
    expect(set.allows('https://beta.example', 'node-1:3000')).toBe(true);
    expect(set.allows('http://node-1:3000', 'node-1:3000')).toBe(false);
  });
});
