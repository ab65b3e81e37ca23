import type { TokenCount } from '@visionary/contract';

export interface TokenQuestion {
  readonly model: string;
  readonly texts: [string, string];
}
export interface TokenAnswer {
  readonly prompt: TokenCount;
  readonly negative: TokenCount;
}

const PATIENCE_MS = 300;

/** Asks how many tokens the words have, a moment after the last change; an answer that was overtaken is not told. */
export class TokenCounter {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(
    private readonly ask: (question: TokenQuestion) => Promise<readonly TokenCount[]>,
    /** Null while nothing is known about the words as they are. */
    private readonly tell: (answer: TokenAnswer | null) => void,
  ) {}

  wants(question: TokenQuestion): void {
    this.stop();
    if (question.model === '') return this.tell(null);
    this.timer = setTimeout(() => void this.count(question), PATIENCE_MS);
  }

  stop(): void {
    this.asked += 1;
    clearTimeout(this.timer);
  }

  private async count(question: TokenQuestion): Promise<void> {
    const mine = this.asked;
    const [prompt, negative] = await this.ask(question).catch(() => []);
    if (mine === this.asked) this.tell(prompt && negative ? { prompt, negative } : null);
  }
}
