import type { Bus } from '@visionary/platform/bus';
import type { RendererAnswer, RendererQuestion } from '../../domain/renderers.js';
import { type Answered, ASK, type Asked, answersTo } from './names.js';

/** A little longer than a renderer gives itself. */
const DEADLINE_MS = 6_000;

/** Asks renderers elsewhere. */
export class Questions {
  private readonly open = new Map<number, (answer: RendererAnswer | undefined) => void>();
  private lastRequest = 0;

  constructor(private readonly bus: Bus) {
    bus.subscribe<Answered>(answersTo(bus.nodeId), ({ requestId, answer }) => this.open.get(requestId)?.(answer));
  }

  ask(rendererId: string, question: RendererQuestion): Promise<RendererAnswer | undefined> {
    const requestId = ++this.lastRequest;
    return new Promise((resolve) => {
      const settle = (answer: RendererAnswer | undefined) => {
        clearTimeout(deadline);
        this.open.delete(requestId);
        resolve(answer);
      };
      const deadline = setTimeout(() => settle(undefined), DEADLINE_MS);
      this.open.set(requestId, settle);
      this.bus.publish(ASK, { rendererId, nodeId: this.bus.nodeId, requestId, question } satisfies Asked);
    });
  }
}
