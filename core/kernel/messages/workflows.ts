/** Sentences about workflows, by stable code. */
export const workflowsMessages = {
  'workflow.no-record': { en: 'A step needs a record, but there is none. {expression}', vi: 'Bước này cần một bản ghi nhưng không có. {expression}' },
  'workflow.circle': {
    en: 'Workflows set each other off more than {most} times; the change was not made.',
    vi: 'Các quy trình kích hoạt lẫn nhau quá {most} lần; thay đổi không được thực hiện.',
  },
} as const;
