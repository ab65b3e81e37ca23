export default {
  style: {
    house: '附加的词',
    of: { instance: '来自本站', model: '来自此模型', room: '来自本房间' },
    before: '提示词之前：{words}',
    behind: '反向提示词之后：{words}',
    counted: '附加的词也计算在内。',
    off: '用这个模型绘画时不附加任何词。',
    prefix: '加在每条提示词之前',
    prefixHint: '例如：ink drawing, (soft light:1.2)',
    suffix: '加在每条反向提示词之后',
    suffixHint: '画面里不该出现的内容，例如：nude, (blood:1.2), gore',
    wrong: '只能写词语和权重，例如 (soft light:1.2)；括号要成对，不能有 [ ] | < > \\',
    save: '保存附加的词',
    saved: '从现在起，提示词按此组成。',
    nothingNew: '没有要保存的改动。',
    room: '房间风格',
    roomAbout:
      '附加到这里渲染或转向的每条提示词，排在本站附加的词之后。所有人都能在提示词旁看到；大家写下的文字保持原样。',
    instance: '用于本站的一切渲染',
    instanceAbout:
      '附加到每个房间的每条提示词。从不隐藏：提示词旁、每张作品和文件里都写着。大家写下的文字另行保存，“使用这些设置”只会带走它们。',
    models: '单个模型',
    modelsAbout: '这里写的词排在上面的词之后。关闭后，这个模型不附加任何词，房间的也不附加。',
    model: '模型',
    isOn: '用这个模型绘画时附加词语',
    readOnly: '只有管理员可以修改。',
  },
};
