/** A name that stands in a stranger's file. */
type Named = string;

/**
 * What is wrong with a file, by a mark that whoever shows it has a sentence for, and beside it what that sentence needs. Many
 * reasons have one mark: it says what somebody who made the file can do something about, and the English reason says the rest.
 */
export type Fault =
  | Plain<'link' | 'noFile' | 'notThere' | 'kind' | 'noZip' | 'zipInside' | 'unspokenOf' | 'tooHard'>
  | Plain<'noText' | 'noJson' | 'noObject' | 'noPicture' | 'tooDeep'>
  | Plain<'nameLength' | 'forbiddenSign' | 'leadsOut' | 'reservedName' | 'sameName'>
  | Plain<'noGraph' | 'nameless' | 'longWords' | 'noTensors' | 'noHeader' | 'noVocabulary' | 'noTokenizer'>
  | Plain<'noExport' | 'transformer' | 'refiner' | 'editsPictures' | 'oddScheduler' | 'noWindow' | 'oddOutput'>
  | Plain<'unreadable' | 'notLoaded' | 'matchesNothing' | 'numbersTooLarge' | 'notFinite'>
  | { readonly because: 'endsEarly' | 'broken'; readonly at: number }
  | { readonly because: 'tooManyBytes' | 'longHeader'; readonly bytes: number; readonly most: number }
  | { readonly because: 'lengths'; readonly bytes: number; readonly expected: number }
  | { readonly because: 'manyTensors'; readonly size: number }
  | { readonly because: 'weightsBytes'; readonly most: number }
  | { readonly because: 'laterOnnx'; readonly version: number; readonly most: number }
  | { readonly because: 'foreignField'; readonly part: string; readonly field: number }
  | { readonly because: 'saidTwice' | 'notMade' | 'noInput' | 'noOutput'; readonly name: Named }
  | { readonly because: 'moreThan'; readonly name: Named; readonly most: number }
  | { readonly because: 'graphInside'; readonly node: Named }
  | { readonly because: 'nodeMakes'; readonly operator: string; readonly node: Named }
  | { readonly because: 'otherInputs'; readonly names: Named }
  | { readonly because: 'oddShape' | 'oddType' | 'oddTensor' | 'overlap' | 'gap'; readonly tensor: Named }
  | { readonly because: 'wrongLength'; readonly tensor: Named; readonly bytes: number; readonly expected: number }
  | { readonly because: 'wrongCount'; readonly tensor: Named; readonly count: number; readonly expected: number }
  | { readonly because: 'tensorBytes'; readonly tensor: Named; readonly bytes: number; readonly most: number }
  | { readonly because: 'dataOutside' | 'dataNotHere' | 'dataPlace'; readonly tensor: Named; readonly location: Named }
  | { readonly because: 'dataLength'; readonly tensor: Named; readonly location: Named; readonly bytes: number }
  | { readonly because: 'sidesDiffer'; readonly name: Named; readonly length: number; readonly expected: number }
  | { readonly because: 'wrongValue'; readonly key: string; readonly value: string }
  | { readonly because: 'noValue'; readonly key: string }
  | { readonly because: 'noWord'; readonly word: string };

type Plain<B extends string> = B extends string ? { readonly because: B } : never;

/** A file is not what it says, or not what can be read here. */
export class FileFault extends RangeError {
  constructor(
    message: string,
    readonly fault: Fault,
  ) {
    super(message);
    this.name = 'FileFault';
  }
}

/** It ends where more should come: it was cut, or is something else. */
export const endsEarly = (message: string, at: number): FileFault =>
  new FileFault(message, { because: 'endsEarly', at });
