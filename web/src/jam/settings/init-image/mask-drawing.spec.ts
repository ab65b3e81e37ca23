import { describe, expect, it } from '@jest/globals';
import {
  brushRadius,
  isSmallMask,
  maskSize,
  drawOperation,
  paintedShare,
  type MaskOperation,
  type MaskContext,
} from './mask-drawing.js';

/** A context that records its calls. */
function aContext() {
  const reply: string[] = [];
  const state: Record<string, unknown> = { globalCompositeOperation: 'source-over' };
  const context = new Proxy(state, {
    get: (target, name: string) =>
      name in target ? target[name] : (...value: number[]) => void reply.push(`${name}(${value.slice(0, 2).join()})`),
    set: (target, name: string, value) => {
      if (name === 'globalCompositeOperation') reply.push(String(value));
      else target[name] = value;
      return true;
    },
  });
  return { reply, context: context as unknown as MaskContext };
}
const SIZE = { width: 64, height: 32 };
const reply = (operation: MaskOperation) => {
  const { reply, context } = aContext();
  drawOperation(context, SIZE, operation, '#fff');
  return reply;
};

describe('a mask', () => {
  it('is painted by the brush and cleared by the eraser', () => {
    const points = [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ];
    const stroke = { kind: 'stroke', radius: 5, points } as const;
    expect(reply({ ...stroke, erases: false })[0]).toBe('source-over');
    expect(reply({ ...stroke, erases: true })[0]).toBe('destination-out');
    expect(reply({ ...stroke, erases: false })).toContain('lineTo(3,4)');
  });

  it('is inverted, and painted as before afterwards', () => {
    expect(reply({ kind: 'invert' })).toEqual(['source-out', 'fillRect(0,0)', 'source-over']);
  });

  it('has the size of its image, up to the resolution that a model uses', () => {
    expect(maskSize({ width: 512, height: 256 })).toEqual({ width: 512, height: 256 });
    expect(maskSize({ width: 4096, height: 2048 })).toEqual({ width: 1024, height: 512 });
    expect(brushRadius(0.5, { width: 100, height: 50 })).toBe(25);
  });

  it('[B299] is small below 8% of the image, unless nothing is painted', () => {
    const share = (painted: number) =>
      paintedShare(Uint8ClampedArray.from({ length: 400 }, (_, at) => (at % 4 === 3 && at < painted * 4 ? 255 : 90)));
    expect([share(0), share(7), share(8), share(100)]).toEqual([0, 0.07, 0.08, 1]);
    expect([share(0), share(7), share(8), share(100)].map(isSmallMask)).toEqual([false, true, false, false]);
  });
});
