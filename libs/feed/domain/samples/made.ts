/** LoRAs that some of the samples' people made. What their files are made of says whoever seeds. */
export interface SampleLora {
  /** Its file's name without the ending. */
  readonly id: string;
  readonly title: string;
  /** An index of PEOPLE. */
  readonly by: number;
  readonly about: { readonly en: string; readonly zh: string };
}

export const LORAS = [
  {
    id: 'sample-wash',
    title: 'Wash',
    by: 1,
    about: {
      en: 'Wet colour on rough paper. A sample: Ink turned round, so that colour comes in where Ink takes it out.',
      zh: '湿润的颜色落在粗纸上。示例：把 Ink 反过来用，它去掉颜色的地方，这里都补上。',
    },
  },
  {
    id: 'sample-frost',
    title: 'Frost',
    by: 5,
    about: {
      en: 'Pale light and drawn edges, as on a winter morning. A sample: the last layers of Ink alone.',
      zh: '冬日早晨的淡光和描边。示例：只取 Ink 的最后几层。',
    },
  },
] as const satisfies readonly SampleLora[];

export type SampleLoraId = (typeof LORAS)[number]['id'];
