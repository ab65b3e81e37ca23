/** Metadata of a graph input. Dynamic dimensions are undefined. */
export interface GraphInput {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | undefined)[];
}

/** An input or output tensor: float32 or integers, flat in C order. */
export interface GraphTensor {
  readonly data: Float32Array | readonly number[];
  readonly dims: readonly number[];
}

export interface GraphOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
