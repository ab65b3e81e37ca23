/** Runs jobs with limited concurrency. A kick while it looks for jobs makes it look again. */
export class WorkQueue<J> {
  private running = 0;
  private isLooking = false;
  private lookAgain = false;
  private hasEnded = false;

  constructor(
    private readonly concurrency: number,
    private readonly find: (limit: number) => Promise<readonly J[]>,
    /** @returns false if the job belongs to another node */
    private readonly work: (job: J) => Promise<boolean>,
    private readonly onError: (error: unknown) => void,
  ) {}

  kick(): void {
    this.lookAgain = true;
    if (this.isLooking || this.hasEnded) return;
    this.isLooking = true;
    void this.look();
  }

  end(): void {
    this.hasEnded = true;
  }

  private async look(): Promise<void> {
    try {
      while (this.lookAgain && !this.hasEnded && this.running < this.concurrency) {
        this.lookAgain = false;
        for (const job of await this.find(this.concurrency - this.running)) this.start(job);
      }
    } catch (error) {
      this.onError(error);
    } finally {
      this.isLooking = false;
    }
  }

  private start(job: J): void {
    this.running += 1;
    const finish = (isDone: boolean) => {
      this.running -= 1;
      // Jobs of other nodes, or jobs that must wait, are found at the next kick.
      if (isDone || this.lookAgain) this.kick();
    };
    this.work(job).then(finish, (error: unknown) => {
      this.onError(error);
      finish(false);
    });
  }
}
