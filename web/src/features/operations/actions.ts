// What the audit says was done, in words.
import { texts } from "@/i18n/texts";

const useActionTexts = texts("actions", {
  base_create: ["made the base", "创建了客户库"],
  session_begin: ["signed in", "登录"],
  session_end: ["signed out", "退出登录"],
  session_refuse: ["was refused at the door", "登录被拒"],
  user_add: ["added a user", "添加了用户"],
  user_edit: ["changed a user", "修改了用户"],
  user_password: ["changed a password", "修改了密码"],
  user_second_factor: ["changed the second factor", "修改了两步验证"],
  role_put: ["changed a role", "修改了角色"],
  key_add: ["made an API key", "创建了 API 密钥"],
  key_rotate: ["changed the master key", "更换了主密钥"],
  key_change: ["changed the keys of the data", "更换了数据密钥"],
  source_add: ["added a source", "添加了来源"],
  source_folder: ["set a source's folder", "设置了来源的文件夹"],
  source_folder_remove: ["took a source's folder away", "移除了来源的文件夹"],
  rejects_export: ["took rejected rows out to mend", "导出了待修正的拒收行"],
  source_mapping: ["changed a mapping", "修改了映射"],
  setting_put: ["changed a setting", "修改了设置"],
  schedule_add: ["added a schedule", "添加了定时任务"],
  schedule_edit: ["changed a schedule", "修改了定时任务"],
  batch_import: ["imported a file", "导入了文件"],
  batch_undo: ["took a batch back", "撤销了批次"],
  batch_collect: ["collected events", "采集了事件"],
  batch_standardise: ["set values right", "更正了数据"],
  complete_put: ["changed the filling of gaps", "修改了自动补全"],
  form_put: ["changed a form", "修改了表单"],
  form_remove: ["removed a form", "删除了表单"],
  key_end: ["ended an API key", "停用了 API 密钥"],
  rejects_read: ["read rejected rows", "查看了拒收行"],
  role_remove: ["removed a role", "删除了角色"],
  schedule_remove: ["removed a schedule", "删除了定时任务"],
  source_set: ["changed a source", "修改了来源"],
  values_read: ["read the values of an attribute", "查看了属性取值"],
  webhook_add: ["added a webhook", "添加了 Webhook"],
  webhook_edit: ["changed a webhook", "修改了 Webhook"],
  webhook_gone: ["switched a webhook off, its address is gone", "停用了地址已失效的 Webhook"],
  webhook_remove: ["removed a webhook", "删除了 Webhook"],
  webhook_rotate: ["gave a webhook a new secret", "更换了 Webhook 的密钥"],
  export: ["wrote an export", "生成了导出文件"],
  resolve: ["resolved all records", "归并了全部记录"],
  resolve_new: ["resolved the new records", "归并了新记录"],
  match_tune: ["tuned matching by reviews", "用审核意见调校了匹配"],
  match_untune: ["forgot what reviews taught matching", "放弃了审核教给匹配的内容"],
  customer_enter: ["entered a customer", "录入了客户"],
  customer_merge: ["merged customers", "合并了客户"],
  customer_split: ["split a customer", "拆分了客户"],
  customer_edit: ["edited many customers", "批量修改了客户"],
  customer_unedit: ["took an edit of many customers back", "撤销了批量修改"],
  customer_pin: ["pinned a value", "固定了一个值"],
  customer_unpin: ["let a rule choose again", "恢复由规则选择"],
  customer_read: ["read a customer", "查看了客户"],
  customer_facts: ["read orders and events", "查看了订单和事件"],
  customer_history: ["read a history", "查看了历史"],
  customer_list: ["read the list of customers", "查看了客户列表"],
  customer_count: ["counted customers", "统计了客户"],
  record_read: ["read a record", "查看了记录"],
  record_list: ["read records", "查看了记录列表"],
  record_compare: ["compared two records", "比较了两条记录"],
  customer_find: ["looked for a customer", "查找了客户"],
  review_read: ["read the pairs to review", "查看了待审核的记录对"],
  rules_put: ["changed the rules", "修改了规则"],
  standard_put: ["changed the company's standard", "修改了企业标准"],
  review_list: ["opened the review", "打开了审核队列"],
  quality_read: ["read the quality report", "查看了质量报告"],
  decision_same: ["said: the same customer", "裁定为同一客户"],
  decision_different: ["said: different customers", "裁定为不同客户"],
  decision_withdraw: ["withdrew a decision", "撤回了裁定"],
  consent_add: ["entered a consent", "登记了同意"],
  consent_ask: ["asked for a confirmation", "请求确认同意"],
  consent_confirm: ["confirmed a consent", "确认了同意"],
  consent_count: ["counted consents", "统计了同意"],
  consent_list: ["read the list of consents", "查看了同意列表"],
  confirmation_forget: ["forgot where a link for confirmation had gone", "清除了确认链接的去向"],
  confirmation_read: ["read the links for confirmation", "查看了确认链接"],
  confirmation_sent: ["sent a link for confirmation", "发送了确认链接"],
  correction_withdraw: ["withdrew a correction", "撤回了更正"],
  hook_add: ["made an incoming webhook", "新建了接收 Webhook"],
  hook_edit: ["changed an incoming webhook", "修改了接收 Webhook"],
  hook_remove: ["removed an incoming webhook", "删除了接收 Webhook"],
  hook_rotate: ["gave an incoming webhook a new secret", "更换了接收 Webhook 的密钥"],
  sign_on_set: ["set up single sign-on", "设置了单点登录"],
  sign_on_drop: ["took single sign-on away", "移除了单点登录"],
  user_tie: ["tied an account to a user", "关联了用户账号"],
  user_accounts: ["forgot a user's accounts", "解除了用户的账号关联"],
  review: ["settled a pair", "裁定了一对客户"],
  export_fetch: ["downloaded an export", "下载了导出文件"],
  job_begin: ["began a job", "启动了任务"],
  job_end: ["finished a job", "完成了任务"],
  job_fail: ["failed at a job", "任务失败"],
  job_cancel: ["cancelled a job", "取消了任务"],
});

/** “customer.merge” as “merged customers”; what is not known is shown as it stands. */
export function useActionWords(): (action: string) => string {
  const t = useActionTexts();
  return (action) => {
    const key = action.replaceAll(".", "_");
    return useActionTexts.has(key) ? t(key) : action;
  };
}

/** Names of which not the first underscore is the first dot. */
const names = new Map([
  ["source_folder_remove", "source.folder.remove"],
  ["sign_on_set", "sign_on.set"],
  ["sign_on_drop", "sign_on.drop"],
]);

/** Every action that has words, by its beginning: “customer.” with all of its kind. */
export function actionsByKind(): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const key of Object.keys(useActionTexts.table)) {
    const action = names.get(key) ?? key.replace("_", ".");
    const kind = action.split(".")[0];
    kinds.set(kind, [...(kinds.get(kind) ?? []), action]);
  }
  return kinds;
}

/** Whether it changed something that others notice; reads and the comings and goings of jobs and sessions do not. */
export const isChange = (action: string): boolean =>
  !/\.(read|list|count|facts|history|compare|fetch|find)$|^(job|session)\./.test(action);
