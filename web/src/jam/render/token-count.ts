import type { TokenCount } from '@visionary/contract';

export interface TokenCountRequest {
  readonly model: string;
  readonly texts: [string, string];
}
export interface TokenCounts {
  readonly prompt: TokenCount;
  readonly negative: TokenCount;
}

const DEBOUNCE_MS = 300;

/** Counts tokens, debounced. Drops outdated responses. */
export class TokenCounter {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private requests = 0;

  constructor(
    private readonly fetch: (request: TokenCountRequest) => Promise<readonly TokenCount[]>,
    /** Null while the count of the current text is unknown. */
    private readonly onAnswer: (counts: TokenCounts | null) => void,
  ) {}

  request(request: TokenCountRequest): void {
    this.stop();
    if (request.model === '') return this.onAnswer(null);
    this.timer = setTimeout(() => void this.count(request), DEBOUNCE_MS);
  }

  stop(): void {
    this.requests += 1;
    clearTimeout(this.timer);
  }

  private async count(request: TokenCountRequest): Promise<void> {
    const mine = this.requests;
    const [prompt, negative] = await this.fetch(request).catch(() => []);
    if (mine === this.requests) this.onAnswer(prompt && negative ? { prompt, negative } : null);
  }
}
