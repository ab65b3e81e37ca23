type Lists = () => Promise<readonly string[]>;

/** What lies in the server's own folder goes by names; whoever looks after the folder tells them. */
export class ReservedNames {
  private readonly lists: Lists[] = [];

  add(list: Lists): void {
    this.lists.push(list);
  }

  async all(): Promise<string[]> {
    return (await Promise.all(this.lists.map((list) => list()))).flat();
  }
}
