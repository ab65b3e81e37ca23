export default {
  imageCheck: {
    unchecked: '通过图像检查前以网点显示',
    adultPending: '可能是成人内容，渲染完成后可查看。',
    held: '等待审核员审核',
    removed: '已被审核员移除',
    sensitive: '敏感内容',
    adult: '成人内容',
    show: '显示',
    signIn: '登录后查看',
    again: '第一次没画好（种子 {first}），已自动换种子 {seed} 重画',
  },
};
