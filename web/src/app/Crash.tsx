// A page that failed: says so inside the frame, keeps the rest usable.
import { Button } from "antd";
import { useRouteError } from "react-router-dom";
import { useCommon } from "@/i18n/common";
import { Empty } from "@/ui/Page";
import { useAppTexts } from "./texts";

export function Crash() {
  const t = useAppTexts();
  const c = useCommon();
  const error = useRouteError();
  // A page's file that is gone means that another version is being served now.
  const gone = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <Empty
      title={gone ? t("new_version") : t("crashed")}
      action={
        <Button type="primary" onClick={() => location.reload()}>
          {c("refresh")}
        </Button>
      }
    >
      {gone ? null : c("fault_hint")}
    </Empty>
  );
}
