import { InferenceSession } from 'onnxruntime-node';
import { sessionOptions } from './open-session.js';
import { singleOpGraph } from './single-op-graph.js';

/** Brings the runtime itself into memory, some 40 MB, which otherwise would be taken for part of the first model. */
export async function warmRuntime(): Promise<void> {
  const session = await InferenceSession.create(singleOpGraph('Identity', ['x'], 'y'), sessionOptions({ threads: 1 }));
  await session.release();
}
