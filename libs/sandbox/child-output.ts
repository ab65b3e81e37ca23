import type { ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

const MAX_LINE_LENGTH = 8_000;

/** Reads what a process prints, line by line. The rest of a line that never ends is dropped. */
export function onOutputLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const decoder = new StringDecoder('utf8');
    let started = '';
    stream.on('data', (chunk: Buffer) => {
      const [first = '', ...others] = decoder.write(chunk).split('\n');
      started = (started + first).slice(0, MAX_LINE_LENGTH);
      for (const next of others) {
        onLine(started);
        started = next.slice(0, MAX_LINE_LENGTH);
      }
    });
    stream.on('end', () => started !== '' && onLine(started));
  }
}
