export default {
  promptPrefix: {
    title: '附加提示词',
    of: { instance: '来自本站', model: '来自本模型', room: '来自本画室' },
    before: '提示词前：{prefix}',
    after: '反向提示词后：{prefix}',
    counted: '附加提示词也计算在内。',
    off: '这个模型不使用附加提示词。',
    prefix: '提示词前缀',
    prefixHint: '例如：ink drawing, (soft light:1.2)',
    negativeSuffix: '反向提示词后缀',
    negativeSuffixHint: '不希望画面中出现的内容，例如：模糊, (文字:1.2), 水印',
    invalid: '只能使用词语和权重，例如 (soft light:1.2)；括号须成对，不能使用方括号、尖括号、竖线和反斜杠。',
    save: '保存附加提示词',
    saved: '已保存，之后的提示词将会使用。',
    noChanges: '附加提示词没有改动。',
    room: '附加提示词',
    roomAbout:
      '会加到本画室渲染或中途改词的每条提示词上，位于本站附加内容之后。所有人都能在提示词旁看到，用户写的内容不变。',
    instance: '本站所有图片',
    instanceAbout:
      '会加到所有画室的每条提示词上，且始终可见：提示词旁、每一稿和图片文件中都会注明。用户写的内容单独保存，“套用提示词和参数”只会套用这部分。',
    models: '按模型设置',
    modelsAbout: '位于本站附加内容之后。关闭后，这个模型不使用任何附加提示词，画室设置的也不使用。',
    model: '模型',
    isOn: '为这个模型使用附加提示词',
    readOnly: '只有管理员可以修改。',
  },
};
