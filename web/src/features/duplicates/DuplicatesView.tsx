import { Tabs } from "antd";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router-dom";
import { Page, Skeleton } from "@/ui/Page";
import { useDuplicateTexts } from "./texts";

const Review = lazy(() => import("./Review"));
const Decisions = lazy(() => import("./Decisions"));
const ModelView = lazy(() => import("./ModelView"));
const Progress = lazy(() => import("./Progress"));
const tabs = ["review", "progress", "decisions", "model"] as const;

export function DuplicatesView() {
  const t = useDuplicateTexts();
  const [words, setWords] = useSearchParams();
  const tab = words.get("tab") ?? "review";
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Tabs
        activeKey={tab}
        onChange={(next) => setWords(next === "review" ? {} : { tab: next }, { replace: true })}
        items={tabs.map((one) => ({ key: one, label: t(one === "progress" ? "progress_tab" : one) }))}
      />
      <Suspense fallback={<Skeleton lines={10} />}>
        {tab === "review" ? <Review /> : null}
        {tab === "progress" ? <Progress /> : null}
        {tab === "decisions" ? <Decisions /> : null}
        {tab === "model" ? <ModelView /> : null}
      </Suspense>
    </Page>
  );
}
