import { describe, expect, it } from '@jest/globals';
import { encodeMentions, decodeMentions } from './mention-text.js';

const ANA = '0b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a11';
const ANABEL = '1b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a12';
const MING = '2b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a13';
const STAR = '3b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a14';
const mentions = new Map([
  ['Ana', ANA],
  ['Ana Bel', ANABEL],
  ['a.b(c)', ANABEL],
  ['room', 'room'],
  ['小明', MING],
  ['小明星', STAR],
]);

describe('mentions in the field and in the message', () => {
  it.each([
    ['hi @Ana!', `hi <@${ANA}>!`],
    ['@Ana Bel and @Ana', `<@${ANABEL}> and <@${ANA}>`],
    ['@Anabel stays, so does Ana', '@Anabel stays, so does Ana'],
    ['@a.b(c) here', `<@${ANABEL}> here`],
    ['@ANA and @ana bel', `<@${ANA}> and <@${ANABEL}>`],
    ['@room，看', '<@room>，看'],
    ['@Nobody', '@Nobody'],
    ['in code `@Ana` and to me@Ana.com', 'in code `@Ana` and to me@Ana.com'],
    ['@Ana. And', `<@${ANA}>. And`],
    ['mail me@Ana or ana.b@ana, or @Ana@Ana', `mail me@Ana or ana.b@ana, or <@${ANA}><@${ANA}>`],
    ['@小明你好，你好@小明2点见', `<@${MING}>你好，你好<@${MING}>2点见`],
    ['@小明星你好，@小明@小明星', `<@${STAR}>你好，<@${MING}><@${STAR}>`],
    ['@Ana你好，@ana belさん，@roomです', `<@${ANA}>你好，<@${ANABEL}>さん，<@room>です`],
    ['code `@小明你好`, mail 小明@小明.com, nobody @大明', 'code `@小明你好`, mail 小明@小明.com, nobody @大明'],
  ])('[C35] [C49] encodes %s', (field, message) => expect(encodeMentions(field, mentions)).toBe(message));

  it('[C35] are restored when a message is edited', () => {
    const names: Record<string, string> = { [ANA]: 'Ana', room: 'room' };
    const message = `<@${ANA}> and <@room>, not <@x>`;
    const { text, mentions: back } = decodeMentions(message, (userId) => names[userId] ?? '?');
    expect(text).toBe('@Ana and @room, not <@x>');
    expect(encodeMentions(text, back)).toBe(message);
  });
});
