import { describe, expect, it } from '@jest/globals';
import { safeRedirectPath } from './safe-redirect-path.js';

describe('the redirect after sign-in', () => {
  it.each(['/rooms/abc?x=1#y', '/join/token'])('[W6] accepts %s', (path) => expect(safeRedirectPath(path)).toBe(path));
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, ['/a']])(
    '[W6] rejects %p',
    (path) => expect(safeRedirectPath(path)).toBe('/'),
  );
});
