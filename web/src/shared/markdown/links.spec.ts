import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitLinks } from './links.js';

const links = (text: string) => splitLinks(text).flatMap(({ href }) => (href ? [href] : []));

describe('links in a text', () => {
  it.each([
    ['see https://example.org/a?b=1#c now', ['https://example.org/a?b=1#c']],
    ['it is at http://example.org.', ['http://example.org']],
    ['(https://en.wikipedia.org/wiki/Seal_(East_Asia))', ['https://en.wikipedia.org/wiki/Seal_(East_Asia)']],
    ['看 https://example.org/画，很好', ['https://example.org/画']],
    ['javascript:alert(1) data:text/html,x ftp://a.b', []],
    ['https:// and http://', []],
    ['<img src=x onerror=alert(1)>', []],
  ])('finds the links in %s', (text, expected) => expect(links(text)).toEqual(expected));

  it('never loses or adds a character, and links only http and https', () => {
    const bits = fc.constantFrom('http://', 'https://', 'javascript:', 'a.b', '(', ')', '.', ' ', '\n', '"', '@', '画');
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string()), { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const parts = splitLinks(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const { href } of parts) if (href) expect(new URL(href).protocol).toMatch(/^https?:$/);
      }),
    );
  });

  it('is fast for adversarial input', () => {
    const text = 'http://' + '('.repeat(50_000) + 'a@'.repeat(50_000) + '.'.repeat(50_000) + ')'.repeat(50_000);
    const before = performance.now();
    splitLinks(text.repeat(3));
    expect(performance.now() - before).toBeLessThan(500);
  });
});
