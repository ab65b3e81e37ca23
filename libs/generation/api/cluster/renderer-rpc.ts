import type { Bus } from '@visionary/platform/bus';
import type { RendererResponse, RendererRequest } from '../../domain/renderers.js';
import { type ResponseMessage, REQUEST_TOPIC, type RequestMessage, responsesTo } from './redis-protocol.js';

/** Slightly longer than the deadline of a renderer. */
const DEADLINE_MS = 6_000;

/** Sends requests to renderers elsewhere. */
export class RendererRpc {
  private readonly open = new Map<number, (response: RendererResponse | undefined) => void>();
  private lastRequest = 0;

  constructor(private readonly bus: Bus) {
    bus.subscribe<ResponseMessage>(responsesTo(bus.nodeId), ({ requestId, response }) =>
      this.open.get(requestId)?.(response),
    );
  }

  request(rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined> {
    const requestId = ++this.lastRequest;
    return new Promise((resolve) => {
      const settle = (response: RendererResponse | undefined) => {
        clearTimeout(deadline);
        this.open.delete(requestId);
        resolve(response);
      };
      const deadline = setTimeout(() => settle(undefined), DEADLINE_MS);
      this.open.set(requestId, settle);
      this.bus.publish(REQUEST_TOPIC, {
        rendererId,
        nodeId: this.bus.nodeId,
        requestId,
        request,
      } satisfies RequestMessage);
    });
  }
}
