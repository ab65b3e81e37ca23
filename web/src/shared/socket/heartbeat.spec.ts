import { describe, expect, it } from '@jest/globals';
import { CHECK_MS, Heartbeat } from './heartbeat.js';

/** A link whose answers take so long; null for a dead one. */
class FakeLink {
  time = 0;
  answerMs: number | null = 100;
  lostAt: number[] = [];
  asked = 0;
  private readonly answers: { at: number; resolve(): void }[] = [];
  readonly heartbeat = new Heartbeat({
    ask: () => {
      this.asked += 1;
      return new Promise<void>((resolve) => {
        if (this.answerMs !== null) this.answers.push({ at: this.time + this.answerMs, resolve });
      });
    },
    lost: () => this.lostAt.push(this.time),
    now: () => this.time,
  });

  async pass(ms: number, arrives = false): Promise<void> {
    for (const end = this.time + ms; this.time < end;) {
      this.time += CHECK_MS;
      for (const answer of this.answers.filter(({ at }) => at <= this.time)) {
        this.answers.splice(this.answers.indexOf(answer), 1);
        answer.resolve();
        this.heartbeat.received();
      }
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
      if (arrives) this.heartbeat.received();
      this.heartbeat.check();
    }
  }
}

describe('the heartbeat of a page', () => {
  it('[B275] notices a dead link within three seconds', async () => {
    const link = new FakeLink();
    await link.pass(5_000);
    expect(link.lostAt).toEqual([]);
    const died = link.time;
    link.answerMs = null;
    await link.pass(3_000);
    expect(link.lostAt).toHaveLength(1);
    expect((link.lostAt[0] ?? Infinity) - died).toBeLessThan(3_000);
  });

  it('[B275] asks nothing while messages arrive', async () => {
    const link = new FakeLink();
    await link.pass(10_000, true);
    expect(link.asked).toBe(0);
  });

  it('[B275] raises no alarm on a link of 2 s, nor when a large message keeps an answer back for 10 s', async () => {
    const link = new FakeLink();
    link.answerMs = 2_000;
    await link.pass(60_000);
    link.answerMs = 10_000;
    await link.pass(11_000);
    link.answerMs = 2_000;
    await link.pass(30_000);
    expect(link.lostAt).toEqual([]);
  });

  it('[B275] does not judge by a pause in which the page was suspended', async () => {
    const link = new FakeLink();
    await link.pass(5_000);
    link.time += 60_000;
    await link.pass(5_000);
    expect(link.lostAt).toEqual([]);
  });

  it('[B275] asks at once when the browser says that it is offline', async () => {
    const link = new FakeLink();
    await link.pass(1_000, true);
    link.heartbeat.check(true);
    expect(link.asked).toBe(1);
  });
});
