/**
 * Allowed standard operators: those in exports of Stable Diffusion 1.x, 2.x, SDXL, Turbo, and LCM by torch,
 * diffusers, and optimum, in full and half precision and quantized, plus plain arithmetic. Loops are excluded because
 * they may not terminate, and so is everything that reads strings, files, or devices.
 */
const STANDARD_OPERATORS = operatorSet(`
  Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization BitShift BitwiseAnd
  BitwiseNot BitwiseOr BitwiseXor Cast CastLike Ceil Celu CenterCropPad Clip Compress Concat Constant ConstantOfShape
  Conv ConvInteger ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Div Dropout DynamicQuantizeLinear Einsum
  Elu Equal Erf Exp Expand EyeLike Flatten Floor Gather GatherElements GatherND Gelu Gemm GlobalAveragePool
  GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization HardSigmoid HardSwish Hardmax Identity If
  InstanceNormalization IsInf IsNaN LRN LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization
  LpPool MatMul MatMulInteger Max MaxPool Mean MeanVarianceNormalization Min Mish Mod Mul Neg NonZero Not OneHot Or
  PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RandomNormal RandomNormalLike RandomUniform
  RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin
  ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize RMSNormalization RotaryEmbedding Round ScatterElements
  ScatterND Selu Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze
  Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Upsample Where Xor Attention
`);

/** The runtime's own operators: fused attention and normalization from its optimizer, and the output of its quantizer. */
const MICROSOFT_OPERATORS = operatorSet(`
  Attention BiasAdd BiasGelu BiasSplitGelu BiasSoftmax DequantizeLinear DynamicQuantizeMatMul FastGelu FusedConv
  FusedGemm FusedMatMul Gelu GroupNorm MatMulBnb4 MatMulIntegerToFloat MatMulNBits MultiHeadAttention NhwcConv
  NhwcMaxPool QAttention QGemm QLinearAdd QLinearAveragePool QLinearConcat QLinearConv QLinearGlobalAveragePool
  QLinearLeakyRelu QLinearMul QLinearSigmoid QLinearSoftmax QLinearWhere QuantizeLinear QuickGelu
  SimplifiedLayerNormalization SkipGroupNorm SkipLayerNormalization SkipSimplifiedLayerNormalization
`);

/** By operator domain. The standard domain has two names. */
const DOMAINS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', STANDARD_OPERATORS],
  ['ai.onnx', STANDARD_OPERATORS],
  ['com.microsoft', MICROSOFT_OPERATORS],
]);

/** @returns why the operator is not allowed, or undefined if it is */
export function operatorError(domain: string, op: string): string | undefined {
  const operators = DOMAINS.get(domain);
  if (!operators) return `the domain ${domain} is not known`;
  if (operators.has(op)) return undefined;
  if (op === 'Loop' || op === 'Scan') return 'loops may not terminate';
  return 'image models do not use it';
}

function operatorSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
