import { residentBytes } from './soak-server.mjs';

const EVERY_MS = 500;
const MEBIBYTE = 2 ** 20;

/** Samples of the resident memory of the server and its renderer. */
export class MemoryWatch {
  server = [];
  /** Samples after the kills ended. */
  renderer = [];
  rendererPeak = 0;
  restarts = 0;

  constructor(server) {
    this.began = Date.now();
    this.timer = setInterval(() => this.look(server), EVERY_MS);
  }

  look(server) {
    const pid = server.rendererPid();
    if (pid !== undefined && pid !== this.pid) this.restarts += 1;
    this.pid = pid ?? this.pid;
    this.server.push({ at: Date.now() - this.began, bytes: residentBytes(server.child.pid) });
    const renderer = pid === undefined ? 0 : residentBytes(pid);
    this.rendererPeak = Math.max(this.rendererPeak, renderer);
    if (renderer > 0) this.renderer.push({ at: Date.now() - this.began, bytes: renderer });
  }

  stop() {
    clearInterval(this.timer);
  }

  /** The renderer is no longer killed from here, so that leaks add up. */
  startOver() {
    this.renderer = [];
  }

  /** The last quarter relative to the second one, because the first one is a warm-up. */
  trendOf(samples) {
    const quarter = Math.max(1, Math.floor(samples.length / 4));
    const median = (some) => some.map(({ bytes }) => bytes).sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
    const [early, late] = [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))];
    return {
      earlyMiB: Math.round(early / MEBIBYTE),
      lateMiB: Math.round(late / MEBIBYTE),
      growthMiB: Math.round((late - early) / MEBIBYTE),
    };
  }
}
