import { describe, expect, it } from '@jest/globals';
import { protocolFromEnvironment } from './capabilities.js';

describe('protocolFromEnvironment', () => {
  it.each([
    [{ TERM: 'xterm-kitty' }, 'kitty'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'ghostty' }, 'kitty'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'iterm'],
    [{ TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' }, 'iterm'],
    [{ TERM: 'xterm-256color' }, undefined],
    [{ TERM: 'dumb' }, 'none'],
    [{ TERM: 'xterm-kitty', NO_COLOR: '1' }, 'none'],
    [{ TERM: 'screen-256color', KITTY_WINDOW_ID: '1' }, 'blocks'],
    [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux' }, 'blocks'],
  ])('[T11] protocolFromEnvironment detects the protocol from %j', (variables, protocol) => {
    expect(protocolFromEnvironment(variables)).toBe(protocol);
  });
});
