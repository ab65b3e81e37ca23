/** A name from an uploaded file. Untrusted. */
type UntrustedName = string;

/**
 * Why a file is invalid, as a key that clients have a sentence for, with the parameters of that sentence. Several
 * English reasons share one key: the key covers what the author of the file can fix, the English reason has the
 * details.
 */
export type FileFaultReason =
  | WithoutParameters<
      | 'symbolicLink'
      | 'notRegularFile'
      | 'fileMissing'
      | 'unsupportedFileType'
      | 'notAZip'
      | 'nestedArchive'
      | 'unreferencedFile'
      | 'parseBudgetExceeded'
    >
  | WithoutParameters<'notText' | 'notJson' | 'notAJsonObject' | 'notAnImage' | 'nestingTooDeep'>
  | WithoutParameters<'invalidNameLength' | 'forbiddenCharacter' | 'pathTraversal' | 'reservedName' | 'caseCollision'>
  | WithoutParameters<
      | 'emptyGraph'
      | 'unnamedTensor'
      | 'stringTooLong'
      | 'noTensors'
      | 'headerMissing'
      | 'noVocabulary'
      | 'tokenizerMissing'
      | 'vaeMissing'
    >
  | WithoutParameters<
      | 'pytorchNotOnnx'
      | 'transformerUnsupported'
      | 'refinerUnsupported'
      | 'pix2pixUnsupported'
      | 'unsupportedScheduler'
      | 'contextLengthMissing'
      | 'nonFloatOutput'
    >
  | WithoutParameters<'unreadable' | 'runtimeLoadFailed' | 'noMatchingModules' | 'weightOverflow' | 'nanOrInfinity'>
  | { readonly reasonKey: 'otherKind'; readonly kind: string }
  | { readonly reasonKey: 'truncated' | 'corrupt'; readonly at: number }
  | { readonly reasonKey: 'fileTooLarge' | 'headerTooLong'; readonly bytes: number; readonly most: number }
  | { readonly reasonKey: 'sizeMismatch'; readonly bytes: number; readonly expected: number }
  | { readonly reasonKey: 'tooManyTensors'; readonly size: number }
  | { readonly reasonKey: 'embeddingShape'; readonly shape: string; readonly most: number }
  | { readonly reasonKey: 'weightsTooLarge'; readonly most: number }
  | { readonly reasonKey: 'unsupportedIrVersion'; readonly version: number; readonly most: number }
  | { readonly reasonKey: 'unsupportedField'; readonly part: string; readonly field: number }
  | {
      readonly reasonKey: 'duplicateName' | 'undefinedTensor' | 'inputMissing' | 'outputMissing';
      readonly name: UntrustedName;
    }
  | { readonly reasonKey: 'tooMany'; readonly name: UntrustedName; readonly most: number }
  | { readonly reasonKey: 'unexpectedSubgraph'; readonly node: UntrustedName }
  | {
      readonly reasonKey: 'nodeOutputTooLarge' | 'unsafeDivision';
      readonly operator: string;
      readonly node: UntrustedName;
    }
  | { readonly reasonKey: 'unexpectedInputs'; readonly names: UntrustedName }
  | {
      readonly reasonKey: 'invalidShape' | 'unsupportedDtype' | 'invalidTensor' | 'tensorOverlap' | 'tensorGap';
      readonly tensor: UntrustedName;
    }
  | {
      readonly reasonKey: 'tensorSizeMismatch';
      readonly tensor: UntrustedName;
      readonly bytes: number;
      readonly expected: number;
    }
  | {
      readonly reasonKey: 'elementCountMismatch';
      readonly tensor: UntrustedName;
      readonly count: number;
      readonly expected: number;
    }
  | {
      readonly reasonKey: 'tensorTooLarge';
      readonly tensor: UntrustedName;
      readonly bytes: number;
      readonly most: number;
    }
  | {
      readonly reasonKey: 'externalDataOutsideFolder' | 'externalDataMissing' | 'externalDataOffsetInvalid';
      readonly tensor: UntrustedName;
      readonly location: UntrustedName;
    }
  | {
      readonly reasonKey: 'externalDataTruncated';
      readonly tensor: UntrustedName;
      readonly location: UntrustedName;
      readonly bytes: number;
    }
  | {
      readonly reasonKey: 'dimensionMismatch';
      readonly name: UntrustedName;
      readonly length: number;
      readonly expected: number;
    }
  | { readonly reasonKey: 'familyUnsupported' | 'textEncoderMissing'; readonly family: string }
  | { readonly reasonKey: 'textEncoderMismatch'; readonly tensor: UntrustedName; readonly family: string }
  | { readonly reasonKey: 'invalidValue'; readonly key: string; readonly value: string }
  | { readonly reasonKey: 'missingKey'; readonly key: string }
  | { readonly reasonKey: 'vocabularyEntryMissing'; readonly word: string };

type WithoutParameters<B extends string> = B extends string ? { readonly reasonKey: B } : never;

/** A file doesn't match its format, or uses a part of the format that is not supported here. */
export class FileFormatError extends RangeError {
  constructor(
    message: string,
    readonly fileFaultReason: FileFaultReason,
  ) {
    super(message);
    this.name = 'FileFault';
  }
}

/** The file ends too early: it is truncated or has another format. */
export const truncatedError = (message: string, at: number): FileFormatError =>
  new FileFormatError(message, { reasonKey: 'truncated', at });
