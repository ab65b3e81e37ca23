import { describe, expect, it } from '@jest/globals';
import { encodeMentions, decodeMentions } from './mention-text.js';

const ANA = '0b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a11';
const ANABEL = '1b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a12';
const mentions = new Map([
  ['Ana', ANA],
  ['Ana Bel', ANABEL],
  ['a.b(c)', ANABEL],
  ['room', 'room'],
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
  ])('[C35] encodes %s', (field, message) => expect(encodeMentions(field, mentions)).toBe(message));

  it('[C35] are restored when a message is edited', () => {
    const names: Record<string, string> = { [ANA]: 'Ana', room: 'room' };
    const message = `<@${ANA}> and <@room>, not <@x>`;
    const { text, mentions: back } = decodeMentions(message, (userId) => names[userId] ?? '?');
    expect(text).toBe('@Ana and @room, not <@x>');
    expect(encodeMentions(text, back)).toBe(message);
  });
});
