import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@visionary/platform/config';
import { SessionCookie } from './session-cookie.js';

const cookie = (variables: Record<string, string> = {}) => new SessionCookie(readConfig(variables));

describe('SessionCookie', () => {
  it('[A1] cookie is Secure when the public URL is https', () => {
    expect(cookie({ PUBLIC_URL: 'https://art.example' }).write('t')).toContain('; Secure');
    expect(cookie({ PUBLIC_URL: 'http://art.local' }).write('t')).not.toContain('Secure');
    expect(cookie().write('t')).not.toContain('Secure');
  });

  it('[A9] cookie lives as long as the session', () => {
    expect(cookie({ SESSION_TTL_DAYS: '2' }).write('t')).toContain('Max-Age=172800');
    expect(cookie().clear()).toContain('Max-Age=0');
  });

  it('reads its cookie among others, and nothing when missing', () => {
    expect(cookie().read('a=1; visionary_session=token; b=2')).toBe('token');
    expect(cookie().read('not_visionary_session=token')).toBeUndefined();
    expect(cookie().read(undefined)).toBeUndefined();
  });
});
