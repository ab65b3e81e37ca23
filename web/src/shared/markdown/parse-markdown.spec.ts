import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMarkdown } from './parse-markdown.js';
import type { Block, Inline } from './markdown-ast.js';

const USER = '0b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a11';

/** The tree in a short form: `strong(a)`, `link https://x(a)`. */
const format = (one: Block | Inline): string => {
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'break':
      return '⏎';
    case 'mention':
      return `@${one.userId}`;
    case 'code':
      return `code(${one.text})`;
    case 'link':
      return `link ${one.href}(${one.inside.map(format).join('')})`;
    case 'quote':
      return `quote(${one.blocks.map(format).join(' ')})`;
    case 'list':
      return `list${one.start ?? ''}(${one.items.map((blocks) => blocks.map(format).join(' ')).join('|')})`;
    case 'paragraph':
      return `p(${one.inside.map(format).join('')})`;
    case 'strong':
    case 'em':
    case 'struck':
      return `${one.kind}(${one.inside.map(format).join('')})`;
    default:
      return one satisfies never;
  }
};
const value = (text: string) => parseMarkdown(text).map(format).join(' ');

/** All visible text, in order. */
const seen = (one: Block | Inline): string => {
  if ('inside' in one) return one.inside.map(seen).join('');
  if ('text' in one) return one.text;
  if ('blocks' in one) return one.blocks.map(seen).join('');
  return 'items' in one ? one.items.flat().map(seen).join('') : '';
};

describe('parsing user text', () => {
  it.each([
    ['plain', 'p(plain)'],
    ['**bold** and *leaning* and ~~gone~~', 'p(strong(bold) and em(leaning) and struck(gone))'],
    ['**重点。**然后', 'p(strong(重点。)然后)'],
    ['`a **b**` c', 'p(code(a **b**) c)'],
    ['```js\nlet a = 1;\n\n*b*\n```', 'code(let a = 1;\n\n*b*)'],
    ['one\ntwo', 'p(one⏎two)'],
    ['- a\n- b\n  - c', 'list(p(a)|p(b) list(p(c)))'],
    ['3. a\n4. b', 'list3(p(a)|p(b))'],
    ['> what\n> then\n\nso', 'quote(p(what⏎then)) p(so)'],
    ['# not a title\n---', 'p(# not a title⏎---)'],
    ['    indented', 'p(indented)'],
    ['a_b_c 2*3*4', 'p(a_b_c 2em(3)4)'],
    [`hi <@${USER}>, **<@room>**`, `p(hi @${USER}, strong(@room))`],
    ['<@nobody> <@room', 'p(<@nobody> <@room)'],
    ['`<@room>`', 'p(code(<@room>))'],
    ['[here](https://example.org/a?b#c)', 'p(link https://example.org/a?b#c(here))'],
    ['看https://example.org/画，很好', 'p(看link https://example.org/画(https://example.org/画)，很好)'],
    ['https://a.b/__init__.py_', 'p(link https://a.b/__init__.py_(https://a.b/__init__.py_))'],
    ['(http://a.b/c_(d)).', 'p((link http://a.b/c_(d)(http://a.b/c_(d))).)'],
    ['&amp; &#60;', 'p(&amp; &#60;)'],
    ['![a](https://a.b/c.png)', 'p(!link https://a.b/c.png(a))'],
  ])('[C30] parses %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '[a](//evil.example)',
    '<javascript:alert(1)>',
    '[a](&#106;avascript:alert(1))',
    '[a]()',
    '[a]( <> "b")',
  ])('[C30] treats %s as text', (text) => expect(value(text)).toBe(`p(${text})`));

  it.each([
    ['quotes', '>'.repeat(400) + ' deep'],
    ['lists', `${'- '.repeat(300)}deep`],
    ['asterisks', `${'**'.repeat(900)}deep${'**'.repeat(900)}`],
    ['brackets', `${'['.repeat(1900)}deep${']'.repeat(1900)}`],
    ['links in links', `${'[a'.repeat(600)}deep${'](https://a.b)'.repeat(150)}`],
  ])('[C30] shows deeply nested text: %s', (_, text) => {
    expect(parseMarkdown(text).map(seen).join('')).toContain('deep');
  });

  it('[C30] links only http and https, and loses no letter', () => {
    const bits = [
      '[',
      '](',
      ')',
      '**',
      '_',
      '`',
      '> ',
      '- ',
      '\n',
      'http://a.b',
      'javascript:',
      '<@room>',
      '画',
      '~~',
      '!',
      '<',
      '&lt;',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...bits), fc.string()), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const hrefs = JSON.stringify(parseMarkdown(text)).match(/"href":"[^"]*"/gu) ?? [];
        for (const href of hrefs) expect(href).toMatch(/^"href":"https?:/iu);
        const letters = (of: string) => of.match(/[\p{L}]/gu) ?? [];
        const visible = parseMarkdown(text).map(seen).join('');
        if (hrefs.length === 0 && !/```|~~~/u.test(text) && !text.includes('<@')) {
          expect(letters(visible).length).toBe(letters(text).length);
        }
      }),
    );
  });

  it.each([
    ['at signs', 'a' + '@'.repeat(3999)],
    ['open brackets', '['.repeat(4000)],
    ['brackets and parentheses', '[]('.repeat(1333)],
    ['images', '![['.repeat(1333)],
    ['asterisks', '*a '.repeat(1333)],
    ['asterisks and underscores', '*_'.repeat(2000)],
    ['backticks of every length', Array.from({ length: 88 }, (_, n) => '`'.repeat(n)).join(' ')],
    ['quotes', '> '.repeat(2000)],
    ['lists', '- '.repeat(2000)],
    ['schemes', 'http:'.repeat(800)],
    ['URLs', 'http://a.b/'.repeat(363)],
    ['URLs of parentheses', `http://${'('.repeat(1990)}${')'.repeat(1990)}`],
    ['mentions', '<@'.repeat(2000)],
    ['combining marks', 'a' + '\u0301'.repeat(3999)],
    ['tildes', '~~a'.repeat(1333)],
    ['backslashes', '\\'.repeat(4000)],
    ['line breaks', '\n'.repeat(4000)],
    ['emphasis with mismatched ends', '**a*'.repeat(1000)],
    ['fences', '```\n'.repeat(1000)],
    ['emphasis in Chinese text', '画**。'.repeat(1000)],
    ['numbered lists in paragraphs', 'a\n1) '.repeat(800)],
    ['unterminated links', '[a](<b'.repeat(666)],
    ['quotes, each line one deeper', Array.from({ length: 85 }, (_, n) => `${'>'.repeat(n)}a`).join('\n')],
    ['lists, each line one deeper', Array.from({ length: 80 }, (_, n) => `${' '.repeat(n)}- a`).join('\n')],
  ])('[C31] is fast for %s', (_, text) => {
    const once = () => {
      const before = process.cpuUsage();
      parseMarkdown(text.slice(0, 4000));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    // CPU time is independent of other load; the median, because the first runs are not compiled yet.
    const times = Array.from({ length: 9 }, once).sort((a, b) => a - b);
    expect(times[4]).toBeLessThan(50);
  });
});
