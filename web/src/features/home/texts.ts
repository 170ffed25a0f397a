import { texts } from "@/i18n/texts";

export const useHomeTexts = texts("home", {
  title: ["Home", "首页"],
  morning: ["Good morning, {{name}}", "早上好，{{name}}"],
  day: ["Hello, {{name}}", "您好，{{name}}"],
  evening: ["Good evening, {{name}}", "晚上好，{{name}}"],
  customers: ["Customers", "客户"],
  of_records: [
    "of {{count, number}} record",
    "of {{count, number}} records",
    "来自 {{count, number}} 条记录",
  ],
  quality: ["Quality", "质量"],
  sources: ["Sources", "来源"],
  facts: ["Orders, events, interactions", "订单、事件、互动"],
  to_do: ["To do", "待办"],
  nothing_to_do: ["Nothing waits for you.", "没有待办事项。"],
  review_pairs: [
    "{{count, number}} pair of customers may be the same",
    "{{count, number}} pairs of customers may be the same",
    "{{count, number}} 对客户可能是同一人",
  ],
  review: ["Review", "审核"],
  unresolved: [
    "{{count, number}} record belongs to no customer yet",
    "{{count, number}} records belong to no customer yet",
    "{{count, number}} 条记录尚未归入客户",
  ],
  resolve: ["Resolve", "归并"],
  rejects: [
    "{{count, number}} row could not become a record",
    "{{count, number}} rows could not become records",
    "{{count, number}} 行未能成为记录",
  ],
  look: ["Look", "查看"],
  imports_waiting: [
    "{{count, number}} import waits to be looked at",
    "{{count, number}} imports wait to be looked at",
    "{{count, number}} 个导入待确认",
  ],
  failed_jobs: [
    "{{count, number}} job failed",
    "{{count, number}} jobs failed",
    "{{count, number}} 个任务失败",
  ],
  recent: ["Recent imports", "最近导入"],
  activity: ["Activity", "动态"],
  all_imports: ["All imports", "全部导入"],
  begin_title: ["What shall the base begin with?", "客户库从哪里开始？"],
  begin_hint: [
    "A base grows from files. Begin with your own, or with a made-up company to see everything at work.",
    "客户库由文件逐步建立。可直接导入您自己的文件，也可先用虚构公司体验全部功能。",
  ],
  own_title: ["Your own files", "您自己的文件"],
  own_hint: [
    "Excel, CSV, JSON and others, as they come. Nothing is stored before you have looked at it.",
    "Excel、CSV、JSON 等格式均可直接使用。在您确认之前，什么都不会保存。",
  ],
  own_button: ["Import files", "导入文件"],
  sample_title: ["A made-up company", "虚构的示例公司"],
  sample_hint: [
    "Eight messy channels, some 5,000 rows with everything that goes wrong in practice. Every batch can be taken back.",
    "八个杂乱渠道，约 5,000 行数据，涵盖实践中的各种错误。每个批次都可撤销。",
  ],
  sample_button: ["Load the sample", "载入示例"],
  sample_running: ["The sample is being loaded", "正在载入示例"],
});
