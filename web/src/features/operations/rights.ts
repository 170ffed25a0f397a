// What a right lets one do, in words.
import { texts } from "@/i18n/texts";

const useRightTexts = texts("rights", {
  customers_read: ["see customers", "查看客户"],
  customers_write: ["edit customers", "编辑客户"],
  customers_merge: ["merge and split", "合并与拆分"],
  matching_review: ["settle duplicates", "审核查重"],
  imports_read: ["see imports", "查看导入"],
  imports_write: ["import and undo", "导入与撤销"],
  sources_read: ["see sources", "查看来源"],
  sources_write: ["change sources", "修改来源"],
  quality_read: ["see quality", "查看质量"],
  consents_read: ["see consents", "查看同意"],
  consents_write: ["enter consents", "登记同意"],
  exports_run: ["export", "导出"],
  jobs_read: ["see jobs", "查看任务"],
  jobs_write: ["run and stop jobs", "运行与停止任务"],
  users_manage: ["manage users", "管理用户"],
  audit_read: ["read the audit", "查看审计"],
  settings_read: ["see settings", "查看设置"],
  settings_write: ["change settings", "修改设置"],
});

/** “customers.read” as “see customers”; what is not known as it stands. */
export function useRightWords(): (right: string) => string {
  const t = useRightTexts();
  return (right) => {
    const key = right.replaceAll(".", "_");
    return useRightTexts.has(key) ? t(key) : right;
  };
}
