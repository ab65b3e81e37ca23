import { describe, expect, it, jest } from '@jest/globals';
import { EditorState } from '@codemirror/state';
import { halfWidthSyntax } from './half-width.js';
import { textLimit } from './text-limit.js';

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
    ['', '（山：１．３），（石：０。８）', '(山:1.3)，(石:0.8)'],
    ['', '（山：　1.3 ）', '(山: 1.3 )'],
    ['（红色的(山:1.2)：1.3', '）', '(红色的(山:1.2):1.3)'],
    ['', '（红色的（山：1.2）在（雪地）：1.3）', '(红色的(山:1.2)在（雪地）:1.3)'],
    ['', '（雪地（红色的山：1.3）', '（雪地(红色的山:1.3)'],
    ['', '(山：1.3)，（石:1.2)', '(山:1.3)，(石:1.2)'],
    ['', '\\（山：1.3），（山\n：1.3），（：1.3）', '\\（山：1.3），（山\n：1.3），（：1.3）'],
  ])('%j and then %j are %j', (before, text, after) => expect(typed(before, text)).toBe(after));

  it('are corrected where they are completed last', () => {
    const inside = EditorState.create({ doc: '（红色的山）', extensions: halfWidthSyntax });
    const { newDoc } = inside.update({ changes: { from: 5, insert: '：1' }, userEvent: 'input.type' });
    expect(newDoc.toString()).toBe('(红色的山:1)');
  });

  it('are corrected in a text that is cut to fit', () => {
    const isFull = jest.fn();
    const { newDoc } = EditorState.create({ doc: '山', extensions: [halfWidthSyntax, textLimit(10, isFull)] }).update({
      changes: { from: 1, insert: '，（石：1.2），（雪：1.3）' },
      userEvent: 'input.paste',
    });
    expect(newDoc.toString()).toBe('山，(石:1.2)，');
    expect(isFull).toHaveBeenCalledTimes(1);
  });

  it('are corrected quickly in any text', () => {
    const before = performance.now();
    for (const text of [
      '（'.repeat(2000),
      '（'.repeat(1000) + '）'.repeat(1000),
      `（${'：1'.repeat(999)}）`,
      `（：${' '.repeat(1997)}）`,
    ]) {
      typed('', text);
    }
    expect(performance.now() - before).toBeLessThan(200);
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
