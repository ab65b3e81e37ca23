/** A name from an uploaded file. Untrusted. */
type Named = string;

/**
 * Why a file is invalid, as a key that clients have a sentence for, with the parameters of that sentence. Several
 * English reasons share one key: the key covers what the author of the file can fix, the English reason has the
 * details.
 */
export type FileFaultReason =
  | Plain<
      | 'symbolicLink'
      | 'notRegularFile'
      | 'fileMissing'
      | 'unsupportedFileType'
      | 'notAZip'
      | 'nestedArchive'
      | 'unreferencedFile'
      | 'parseBudgetExceeded'
    >
  | Plain<'notText' | 'notJson' | 'notAJsonObject' | 'notAnImage' | 'nestingTooDeep'>
  | Plain<'invalidNameLength' | 'forbiddenCharacter' | 'pathTraversal' | 'reservedName' | 'caseCollision'>
  | Plain<
      | 'emptyGraph'
      | 'unnamedTensor'
      | 'stringTooLong'
      | 'noTensors'
      | 'headerMissing'
      | 'noVocabulary'
      | 'tokenizerMissing'
    >
  | Plain<
      | 'pytorchNotOnnx'
      | 'transformerUnsupported'
      | 'refinerUnsupported'
      | 'pix2pixUnsupported'
      | 'unsupportedScheduler'
      | 'contextLengthMissing'
      | 'nonFloatOutput'
    >
  | Plain<'unreadable' | 'runtimeLoadFailed' | 'noMatchingModules' | 'weightOverflow' | 'nanOrInfinity'>
  | { readonly reasonKey: 'truncated' | 'corrupt'; readonly at: number }
  | { readonly reasonKey: 'fileTooLarge' | 'headerTooLong'; readonly bytes: number; readonly most: number }
  | { readonly reasonKey: 'sizeMismatch'; readonly bytes: number; readonly expected: number }
  | { readonly reasonKey: 'tooManyTensors'; readonly size: number }
  | { readonly reasonKey: 'weightsTooLarge'; readonly most: number }
  | { readonly reasonKey: 'unsupportedIrVersion'; readonly version: number; readonly most: number }
  | { readonly reasonKey: 'unsupportedField'; readonly part: string; readonly field: number }
  | { readonly reasonKey: 'duplicateName' | 'undefinedTensor' | 'inputMissing' | 'outputMissing'; readonly name: Named }
  | { readonly reasonKey: 'tooMany'; readonly name: Named; readonly most: number }
  | { readonly reasonKey: 'unexpectedSubgraph'; readonly node: Named }
  | { readonly reasonKey: 'nodeOutputTooLarge'; readonly operator: string; readonly node: Named }
  | { readonly reasonKey: 'unexpectedInputs'; readonly names: Named }
  | {
      readonly reasonKey: 'invalidShape' | 'unsupportedDtype' | 'invalidTensor' | 'tensorOverlap' | 'tensorGap';
      readonly tensor: Named;
    }
  | {
      readonly reasonKey: 'tensorSizeMismatch';
      readonly tensor: Named;
      readonly bytes: number;
      readonly expected: number;
    }
  | {
      readonly reasonKey: 'elementCountMismatch';
      readonly tensor: Named;
      readonly count: number;
      readonly expected: number;
    }
  | { readonly reasonKey: 'tensorTooLarge'; readonly tensor: Named; readonly bytes: number; readonly most: number }
  | {
      readonly reasonKey: 'externalDataOutsideFolder' | 'externalDataMissing' | 'externalDataOffsetInvalid';
      readonly tensor: Named;
      readonly location: Named;
    }
  | {
      readonly reasonKey: 'externalDataTruncated';
      readonly tensor: Named;
      readonly location: Named;
      readonly bytes: number;
    }
  | {
      readonly reasonKey: 'dimensionMismatch';
      readonly name: Named;
      readonly length: number;
      readonly expected: number;
    }
  | { readonly reasonKey: 'invalidValue'; readonly key: string; readonly value: string }
  | { readonly reasonKey: 'missingKey'; readonly key: string }
  | { readonly reasonKey: 'vocabularyEntryMissing'; readonly word: string };

type Plain<B extends string> = B extends string ? { readonly reasonKey: B } : never;

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
