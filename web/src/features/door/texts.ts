import { texts } from "@/i18n/texts";

export const useDoorTexts = texts("door", {
  welcome: ["Welcome to Kith", "欢迎使用知客"],
  welcome_lead: [
    "You are the first here. The owner may do everything and invites the others.",
    "您是第一位使用者。所有者拥有全部权限，并负责添加其他用户。",
  ],
  token: ["One-time token", "一次性令牌"],
  token_hint: [
    "It stands in the link that kith serve printed when it started.",
    "令牌位于 kith serve 启动时显示的链接中。",
  ],
  owner_name: ["Your name", "您的姓名"],
  owner_login: ["Login or e-mail", "登录名或邮箱"],
  owner_password: ["Password", "密码"],
  owner_password_hint: [
    "At least 8 characters; 15 or more are safer. A sentence is easy to remember.",
    "至少 8 个字符，15 个以上更安全；用一句话最好记。",
  ],
  password_short: ["At least 8 characters.", "至少 8 个字符。"],
  begin: ["Begin", "开始使用"],
  what_next: ["What shall the base begin with?", "客户库从哪里开始？"],
  sample_title: ["A made-up company", "虚构的示例公司"],
  sample_hint: [
    "Eight messy channels, some 5,000 rows with everything that goes wrong in practice. Good for trying; it can be undone.",
    "八个杂乱渠道，约 5,000 行数据，涵盖实践中的各种错误。适合试用，可以撤销。",
  ],
  sample_button: ["Load the sample", "载入示例"],
  import_title: ["Your own files", "您自己的文件"],
  import_hint: [
    "Excel, CSV, JSON and others, as they come. Nothing is stored before you have looked at it.",
    "Excel、CSV、JSON 等格式均可直接使用。在您确认之前，什么都不会保存。",
  ],
  import_button: ["Import files", "导入文件"],
  sign_in_lead: ["Everything known about your customers, in one place.", "客户信息，尽在一处。"],
});
