import { describe, expect, it } from '@jest/globals';
import { safeRedirectPath } from './safe-redirect-path.js';

describe('where one may be sent after signing in', () => {
  it.each(['/rooms/abc?x=1#y', '/join/token'])('[W6] %s is of this page', (path) =>
    expect(safeRedirectPath(path)).toBe(path),
  );
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, ['/a']])(
    '[W6] %p is not',
    (path) => expect(safeRedirectPath(path)).toBe('/'),
  );
});
