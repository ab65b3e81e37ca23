export default {
  picker: {
    chooseModel: '选择模型',
    search: '按名称、作者或触发词搜索',
    family: '基础模型',
    allFamilies: '全部',
    families: { sd1: 'SD 1', sd2: 'SD 2', sdxl: 'SDXL', other: '其他' },
    searching: '正在搜索…',
    models: '{count} 个模型',
    loras: '{count} 个 LoRA',
    noMatch: '没有结果。',
    noMatchAbout: '换个关键词，或只输入开头。',
    unavailable: '暂不可用',
    incompatibleWithModel: '与当前模型不兼容',
    triggerWords: '触发词：',
    modelUnavailable: '这个模型已被删除，或本站没有。请换一个模型再渲染。',
    incompatible: {
      wrongBase: '适用于其他基础模型。',
      shapeMismatch: '张量形状与当前模型不匹配。',
      quarantined: '已隔离：曾导致渲染器崩溃。',
      notChecked: '正在检查兼容性…',
    },
  },
};
