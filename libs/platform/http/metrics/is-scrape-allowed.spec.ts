import { describe, expect, it } from '@jest/globals';
import { isProxied, isScrapeAllowed } from './is-scrape-allowed.js';

const requestFrom = (remoteAddress: string, headers: Record<string, string> = {}) => ({
  remoteAddress,
  headers: { host: 'localhost:3000', ...headers },
});
const open = { token: undefined, isProxied: false };

describe('isScrapeAllowed', () => {
  it.each([
    ['this machine', requestFrom('127.0.0.1'), true],
    ['this machine, IPv6', requestFrom('::1', { host: '[::1]:3000' }), true],
    ['this machine, mapped', requestFrom('::ffff:127.0.0.1'), true],
    ['another machine', requestFrom('192.0.2.7'), false],
    ['another machine that claims to be this one', requestFrom('192.0.2.7', { 'x-forwarded-for': '127.0.0.1' }), false],
    ['a client behind a proxy on this machine', requestFrom('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }), false],
    ['a client behind a proxy that only sends Via', requestFrom('127.0.0.1', { via: '1.1 somewhere' }), false],
    ['a page whose name resolves to this machine', requestFrom('127.0.0.1', { host: 'evil.example:3000' }), false],
    ['an unknown address', { remoteAddress: undefined, headers: {} }, false],
  ])('[H18] without a token: %s', (_who, request, may) => expect(isScrapeAllowed(request, open)).toBe(may));

  it('[H18] rejects everyone when proxies are configured without a token', () => {
    expect(isScrapeAllowed(requestFrom('127.0.0.1'), { ...open, isProxied: true })).toBe(false);
  });

  it('[H18] treats a public URL as a proxy, because one without forwarding headers looks like this machine', () => {
    expect(isProxied({ trustProxy: false, publicUrl: undefined })).toBe(false);
    expect(isProxied({ trustProxy: false, publicUrl: 'http://localhost:3000' })).toBe(false);
    expect(isProxied({ trustProxy: false, publicUrl: 'https://art.example' })).toBe(true);
    expect(isProxied({ trustProxy: 1, publicUrl: undefined })).toBe(true);
  });

  it('[H18] requires the token from everyone, including this machine, when set', () => {
    const policy = { token: 'sixteen letters!', isProxied: true };
    expect(isScrapeAllowed(requestFrom('192.0.2.7', { authorization: 'Bearer sixteen letters!' }), policy)).toBe(true);
    expect(isScrapeAllowed(requestFrom('192.0.2.7', { authorization: 'Bearer sixteen letters?' }), policy)).toBe(false);
    expect(isScrapeAllowed(requestFrom('127.0.0.1'), { ...policy, isProxied: false })).toBe(false);
  });
});
