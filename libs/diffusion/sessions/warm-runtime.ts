import { InferenceSession } from '@visionary/onnxruntime';
import { sessionOptions } from './open-session.js';
import { singleOpGraph } from './single-op-graph.js';

/** Loads the runtime itself, about 40 MB, which would otherwise count as memory of the first model. */
export async function warmRuntime(): Promise<void> {
  const session = await InferenceSession.create(singleOpGraph('Identity', ['x'], 'y'), sessionOptions({ threads: 1 }));
  await session.release();
}
