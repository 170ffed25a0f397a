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
  sign_on: ["Sign in with {{provider}}", "使用 {{provider}} 登录"],
  code_lead: ["One step more: your own second factor.", "还差一步：请完成两步验证。"],
  by_password: ["Sign in by password instead", "改用密码登录"],
  sign_in_lead: ["Everything known about your customers, in one place.", "客户信息，尽在一处。"],
});
