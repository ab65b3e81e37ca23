export default {
  removal: {
    title: {
      post: '移除这张图片？',
      comment: '移除这条评论？',
      message: '移除这条消息？',
      model: '移除这个模型？',
      version: '移除这个版本？',
    },
    by: '作者：{name}。',
    about: '移除后仅审核员可见。作者会收到原因，并可以申诉；内容可以恢复。',
    rule: '原因',
    choose: '选择原因',
    missing: '请选择原因。',
    message: '给作者的说明',
    hint: '选填。作者会看到这段说明，并可以申诉。',
    confirm: '移除',
    model: '移除模型',
    version: '移除版本 {version}',
    done: '已移除，并通知作者。',
  },
};
