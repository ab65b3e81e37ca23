import { describe, expect, it } from '@jest/globals';
import { REJECTION_REASONS, type RejectionReason } from '@visionary/contract';
import { isIgnoredFile, DraftPaths, validatePath } from './file-path.js';

describe('validatePath and DraftPaths', () => {
  it.each([
    ...['../x', 'a/../../x', 'a/..', './x', '/etc/passwd', 'C:/x', 'c:x', '\\\\host\\share', 'a\\b', '', 'a//b', 'a/'],
    ...['a\0b', 'a\nb', 'a\u202eb', 'con', 'unet/NUL.onnx', 'aux.json', 'COM1.txt', 'lpt9', 'a.', 'a ', ' a', 'dir./a'],
    ...['a:b', 'a?b', 'a*b', 'a|b', 'a<b', '"a"', 'a'.repeat(201), `模型/${'重'.repeat(86)}`],
  ])('[M24] [B150] path %j is rejected with a reason of the contract', (path) => {
    const { reasonKey = '', reason, ...values } = validatePath(path, 200) ?? {};
    expect(reason).toEqual(expect.any(String));
    expect(Object.keys(values)).toEqual(REJECTION_REASONS[reasonKey as RejectionReason]);
  });

  it.each(['model_index.json', 'unet/model.onnx', '模型/权重 1.safetensors', 'a..b', 'console.txt', 'ü/é.json'])(
    '[M24] path %j is accepted',
    (path) => expect(validatePath(path, 200)).toBeNull(),
  );

  it.each([
    ['A.json', 'a.json'],
    ['\u00e9.json', 'e\u0301.json'],
    ['unet', 'unet/model.onnx'],
    ['unet/model.onnx', 'UNET'],
    ['ﬁle', 'file'],
  ])('[M24] path %j conflicts with %j', (one, other) => expect(new DraftPaths([other]).conflictOf(one)).toBe(other));

  it('[M24] path has no conflict when no file has it or needs it as a folder', () => {
    const paths = new DraftPaths(['unet/model.onnx_data', 'vae/model.onnx', 'unet2']);
    expect(paths.conflictOf('unet/model.onnx')).toBeNull();
  });

  it.each(['.DS_Store', '__MACOSX/a', 'a/.git/config', '.gitattributes', 'a/Thumbs.db'])(
    '[M25] file %j is ignored',
    (path) => expect(isIgnoredFile(path)).toBe(true),
  );
});
