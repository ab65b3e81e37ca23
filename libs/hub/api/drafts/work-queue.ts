/** Works off what there is to do, so much at once; looks again where it was told of more meanwhile. */
export class WorkQueue<J> {
  private running = 0;
  private looking = false;
  private lookAgain = false;
  private ended = false;

  constructor(
    private readonly atOnce: number,
    private readonly find: (atMost: number) => Promise<readonly J[]>,
    /** Handles its own failures. @returns whether the job was this node's to do */
    private readonly work: (job: J) => Promise<boolean>,
    private readonly failed: (error: unknown) => void,
  ) {}

  kick(): void {
    this.lookAgain = true;
    if (this.looking || this.ended) return;
    this.looking = true;
    void this.look();
  }

  end(): void {
    this.ended = true;
  }

  private async look(): Promise<void> {
    try {
      while (this.lookAgain && !this.ended && this.running < this.atOnce) {
        this.lookAgain = false;
        for (const job of await this.find(this.atOnce - this.running)) this.start(job);
      }
    } catch (error) {
      this.failed(error);
    } finally {
      this.looking = false;
    }
  }

  private start(job: J): void {
    this.running += 1;
    const end = (did: boolean) => {
      this.running -= 1;
      // What is somebody else's, or waits for something, is looked for at the next occasion.
      if (did || this.lookAgain) this.kick();
    };
    this.work(job).then(end, (error: unknown) => {
      this.failed(error);
      end(false);
    });
  }
}
