import type { ReadStream, WriteStream } from 'node:tty';

/** How a terminal can show an image, best first. */
export type ImageProtocol = 'kitty' | 'iterm' | 'sixel' | 'blocks' | 'none';

type Variables = Readonly<Record<string, string | undefined>>;

const TRUECOLOR_BITS = 24;
/** A local terminal replies within a millisecond, a remote one within a hundred. */
const REPLY_TIMEOUT_MS = 150;

/** @returns undefined when the terminal itself must be queried */
export function protocolFromEnvironment({
  TERM = '',
  TERM_PROGRAM,
  LC_TERMINAL,
  KITTY_WINDOW_ID,
  TMUX,
  NO_COLOR,
}: Variables) {
  if (TERM === 'dumb' || NO_COLOR) return 'none';
  // A terminal multiplexer doesn't forward images.
  if (TMUX || TERM.startsWith('screen')) return 'blocks';
  if (KITTY_WINDOW_ID || TERM === 'xterm-kitty' || TERM_PROGRAM === 'ghostty') return 'kitty';
  if (TERM_PROGRAM === 'iTerm.app' || LC_TERMINAL === 'iTerm2' || TERM_PROGRAM === 'WezTerm') return 'iterm';
  return undefined;
}

export async function detectImageProtocol(
  screen: WriteStream,
  input: ReadStream,
  variables: Variables,
): Promise<ImageProtocol> {
  if (!screen.isTTY) return 'none';
  const detected = protocolFromEnvironment(variables);
  if (detected && detected !== 'blocks') return detected;
  if (!detected && input.isTTY && (await supportsSixel(screen, input))) return 'sixel';
  return screen.getColorDepth() >= TRUECOLOR_BITS ? 'blocks' : 'none';
}

/** Queries the primary device attributes (DA1). Attribute 4 means sixel graphics. */
function supportsSixel(screen: WriteStream, input: ReadStream): Promise<boolean> {
  return new Promise((resolve) => {
    let reply = '';
    const settle = (isSupported: boolean) => {
      clearTimeout(deadline);
      input.off('data', onData).setRawMode(false).pause();
      resolve(isSupported);
    };
    const onData = (chunk: Buffer) => {
      reply += chunk.toString('latin1');
      // In raw mode Ctrl+C arrives as a key.
      if (reply.includes('\x03')) {
        settle(false);
        process.kill(process.pid, 'SIGINT');
        return;
      }
      const attributes = new RegExp(`${ESCAPE}\\[\\?([\\d;]*)c`).exec(reply)?.[1];
      if (attributes !== undefined) settle(attributes.split(';').includes('4'));
    };
    const deadline = setTimeout(() => settle(false), REPLY_TIMEOUT_MS);
    input.setRawMode(true).resume().on('data', onData);
    screen.write(`${ESCAPE}[c`);
  });
}

const ESCAPE = '\x1b';
