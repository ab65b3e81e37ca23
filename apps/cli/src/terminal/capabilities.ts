import type { ReadStream, WriteStream } from 'node:tty';

/** How a terminal can show an image, the finest first. */
export type ImageProtocol = 'kitty' | 'iterm' | 'sixel' | 'blocks' | 'none';

type Variables = Readonly<Record<string, string | undefined>>;

const TRUECOLOR_BITS = 24;
/** A terminal in the next room answers in a millisecond, one over a slow line in a hundred. */
const ANSWER_MS = 150;

/** What the environment gives away; undefined where the terminal itself must be asked. */
export function wayByEnvironment({ TERM = '', TERM_PROGRAM, LC_TERMINAL, KITTY_WINDOW_ID, TMUX, NO_COLOR }: Variables) {
  if (TERM === 'dumb' || NO_COLOR) return 'none';
  // Between us and the terminal sits a program that passes no images on.
  if (TMUX || TERM.startsWith('screen')) return 'blocks';
  if (KITTY_WINDOW_ID || TERM === 'xterm-kitty' || TERM_PROGRAM === 'ghostty') return 'kitty';
  if (TERM_PROGRAM === 'iTerm.app' || LC_TERMINAL === 'iTerm2' || TERM_PROGRAM === 'WezTerm') return 'iterm';
  return undefined;
}

/** Images, or blocks in true colour, or nothing: what this terminal can show. */
export async function detectImageProtocol(
  screen: WriteStream,
  keys: ReadStream,
  variables: Variables,
): Promise<ImageProtocol> {
  if (!screen.isTTY) return 'none';
  const known = wayByEnvironment(variables);
  if (known && known !== 'blocks') return known;
  if (!known && keys.isTTY && (await saysSixel(screen, keys))) return 'sixel';
  return screen.getColorDepth() >= TRUECOLOR_BITS ? 'blocks' : 'none';
}

/** Asks for the device's attributes (DA1): 4 among them means sixel graphics. */
function saysSixel(screen: WriteStream, keys: ReadStream): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    const settle = (can: boolean) => {
      clearTimeout(deadline);
      keys.off('data', hear).setRawMode(false).pause();
      resolve(can);
    };
    const hear = (part: Buffer) => {
      said += part.toString('latin1');
      // Ctrl+C is a key like any other in raw mode.
      if (said.includes('\x03')) {
        settle(false);
        process.kill(process.pid, 'SIGINT');
        return;
      }
      const answer = new RegExp(`${ESCAPE}\\[\\?([\\d;]*)c`).exec(said)?.[1];
      if (answer !== undefined) settle(answer.split(';').includes('4'));
    };
    const deadline = setTimeout(() => settle(false), ANSWER_MS);
    keys.setRawMode(true).resume().on('data', hear);
    screen.write(`${ESCAPE}[c`);
  });
}

const ESCAPE = '\x1b';
