import { InferenceSession, Tensor } from '@visionary/onnxruntime';
import type { GraphOptions } from './open-session.js';
import { sessionOptions } from './open-session.js';
import { singleOpGraph } from './single-op-graph.js';

/** Matrix products on the runtime, because a LoRA of a large model needs hundreds of billions of multiplications. */
export class MatMulSession {
  private constructor(private readonly session: InferenceSession) {}

  static async open(options: Pick<GraphOptions, 'threads'>): Promise<MatMulSession> {
    return new MatMulSession(
      await InferenceSession.create(singleOpGraph('Gemm', ['a', 'b', 'c'], 'y'), sessionOptions(options)),
    );
  }

  /**
   * @param base `[rows, columns]`
   * @param left `[rows, rank]`
   * @param right `[rank, columns]`
   * @returns `base + left · right`
   */
  async addProduct(base: Float32Array, left: Float32Array, right: Float32Array, rank: number): Promise<Float32Array> {
    const [rows, columns] = [left.length / rank, right.length / rank];
    const { y } = await this.session.run({
      a: new Tensor('float32', left, [rows, rank]),
      b: new Tensor('float32', right, [rank, columns]),
      c: new Tensor('float32', base, [rows, columns]),
    });
    return y!.data as Float32Array;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
