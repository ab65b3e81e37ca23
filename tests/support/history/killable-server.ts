import { freePort } from '../free-port.js';
import { type Node, startNode } from '../nodes.js';

/** A server process that can be killed and restarted at the same address. */
export class KillableServer {
  private node: Node | undefined;

  private constructor(
    readonly url: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async start(settings: Readonly<Record<string, string>>): Promise<KillableServer> {
    const port = await freePort();
    const server = new KillableServer(`http://127.0.0.1:${port}`, { ...settings, PORT: String(port) });
    await server.begin();
    return server;
  }

  async begin(): Promise<void> {
    this.node = await startNode(this.settings);
  }

  async kill(): Promise<void> {
    await this.node?.end('SIGKILL');
  }

  get pid(): number {
    return this.node?.child.pid ?? 0;
  }
}
