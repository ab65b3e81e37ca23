/** A version that a user of the seed publishes. The seed command provides its files. */
export interface SampleVersion {
  readonly id: SampleLoraId;
  readonly label: string;
  readonly notes: string;
  readonly weight: number;
}

export interface SampleModel {
  readonly name: string;
  /** An index of USERS, as all numbers of users below. */
  readonly by: number;
  readonly about: string;
  readonly tags: readonly string[];
  readonly versions: readonly SampleVersion[];
  readonly likedBy: readonly number[];
  readonly reviews: readonly { readonly by: number; readonly stars: number; readonly text: string }[];
  readonly comments: readonly {
    readonly by: number;
    readonly text: string;
    readonly answer?: { readonly by: number; readonly text: string };
  }[];
}

/** As in takes and infotexts. */
export type SampleLoraId = 'Wash@1.0' | 'Frost@1.0' | 'Frost@1.1';

export const MODELS: readonly SampleModel[] = [
  {
    name: 'Wash',
    by: 1,
    tags: ['color', 'paper', '水彩'],
    about:
      '湿润的颜色落在粗纸上。示例：把 Cyanotype 反过来用，它去掉颜色的地方，这里都补上。\n\nWet color on rough paper. A sample: Cyanotype with a negative weight, so that it adds color where Cyanotype removes it.',
    versions: [{ id: 'Wash@1.0', label: '1.0', weight: 1, notes: '第一版。' }],
    likedBy: [0, 2, 3],
    reviews: [
      { by: 2, stars: 4, text: 'Reds come out full. Whites turn a little grey.' },
      { by: 3, stars: 5, text: '画海最合适。' },
    ],
    comments: [{ by: 4, text: 'Does it go with Frost?', answer: { by: 1, text: '可以一起用，各取一半的权重。' } }],
  },
  {
    name: 'Frost',
    by: 5,
    tags: ['winter', 'light', '冬天'],
    about:
      '冬日早晨的淡光和描边。示例：只取 Cyanotype 的最后几层。\n\nPale light and drawn edges, as on a winter morning. A sample: the last layers of Cyanotype alone.',
    versions: [
      { id: 'Frost@1.0', label: '1.0', weight: 1, notes: '第一版。' },
      { id: 'Frost@1.1', label: '1.1', weight: 1, notes: '轻一点：边缘不再那么硬。' },
    ],
    likedBy: [0, 1, 3, 4],
    reviews: [
      { by: 0, stars: 5, text: 'Snow at last looks cold.' },
      { by: 3, stars: 4, text: '' },
      { by: 4, stars: 4, text: 'Good on robots. Too pale at night.' },
    ],
    comments: [
      { by: 0, text: 'Which weight do you use for animals?', answer: { by: 5, text: '0.8 左右，再高毛就看不清了。' } },
      { by: 1, text: '1.1 比 1.0 柔和多了。' },
    ],
  },
];
