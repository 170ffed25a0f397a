import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useEffect, useMemo } from "react";
import { RouterProvider } from "react-router-dom";
import { queryClient } from "@/api/query";
import { useLanguage } from "@/i18n/texts";
import { Toasts } from "@/ui/toast";
import { router } from "./routes";
import { paint, themeOf, useDark } from "./theme";

export function App() {
  const language = useLanguage();
  const dark = useDark();
  const theme = useMemo(() => themeOf(dark), [dark]);
  useEffect(() => {
    paint();
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [dark, language]);
  return (
    <ConfigProvider
      locale={language === "zh" ? zhCN : enUS}
      theme={theme}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
