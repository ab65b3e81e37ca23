interface Waiting<Q, A> {
  readonly question: Q;
  resolve(answer: A): void;
  reject(reason: unknown): void;
}

/**
 * Questions of one moment are put together and asked at once: hundreds who come back together are not hundreds of queries.
 * What is asked is asked after every one of them was put, so no answer is older than its question. Never within a
 * transaction, which others would wait for.
 */
export class DataLoader<Q, A> {
  private waiting: Waiting<Q, A>[] = [];

  /** @param ask gets each question as often as it was put. @returns what answers each of them */
  constructor(private readonly batchLoad: (questions: readonly Q[]) => Promise<(question: Q) => A>) {}

  /** @throws what `ask` throws, as all who put one in this moment */
  load(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      // Whatever has arrived meanwhile is read before the event loop comes to this.
      if (this.waiting.push({ question, resolve, reject }) === 1) setImmediate(() => void this.askAll());
    });
  }

  private async askAll(): Promise<void> {
    const all = this.waiting;
    this.waiting = [];
    try {
      const answer = await this.batchLoad(all.map(({ question }) => question));
      for (const { question, resolve } of all) resolve(answer(question));
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }
}
