import { describe, expect, it } from '@jest/globals';
import { EditorState } from '@codemirror/state';
import { halfWidthSyntax } from './half-width.js';

const typed = (before: string, text: string, userEvent = 'input.type') =>
  EditorState.create({ doc: before, extensions: halfWidthSyntax })
    .update({ changes: { from: before.length, insert: text }, userEvent })
    .newDoc.toString();

describe('[J24] weights in full-width characters', () => {
  it.each([
    ['雪地，（红色的山：1.3', '）', '雪地，(红色的山:1.3)'],
    ['（狐狸：1。2', '）', '(狐狸:1.2)'],
    ['', '（狐狸：1.2），（猫：0.8）', '(狐狸:1.2)，(猫:0.8)'],
    ['（山：石：1.3', '）', '(山：石:1.3)'],
    ['一只狐狸（红色的', '）', '一只狐狸（红色的）'],
    ['（红色的山：很高', '）', '（红色的山：很高）'],
  ])('%j and then %j are %j', (before, text, after) => expect(typed(before, text)).toBe(after));

  it('are corrected where they are completed last', () => {
    const inside = EditorState.create({ doc: '（红色的山）', extensions: halfWidthSyntax });
    const { newDoc } = inside.update({ changes: { from: 5, insert: '：1' }, userEvent: 'input.type' });
    expect(newDoc.toString()).toBe('(红色的山:1)');
  });

  it('keep what others write between the brackets', () => {
    const { changes } = EditorState.create({ doc: '（红色的山：1.3', extensions: halfWidthSyntax }).update({
      changes: { from: 9, insert: '）' },
      userEvent: 'input.type',
    });
    expect(changes.mapPos(4)).toBe(4);
  });

  it('of others stay as they typed them', () => {
    expect(typed('（山：1.3', '）', 'remote')).toBe('（山：1.3）');
  });
});
