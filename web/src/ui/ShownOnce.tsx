import { CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCommon } from "@/i18n/common";
import { Dialog } from "./Dialog";
import { said } from "./toast";

/** A secret that is shown this once, with the way to take it along. */
export function ShownOnce({
  title,
  hint,
  texts,
  onClose,
}: {
  title: string;
  hint: string;
  texts: string[];
  onClose: () => void;
}) {
  const c = useCommon();
  return (
    <Dialog
      open
      title={title}
      maskClosable={false}
      onCancel={onClose}
      footer={
        <>
          <Button
            icon={<CopyOutlined />}
            onClick={() =>
              void navigator.clipboard?.writeText(texts.join("\n")).then(() => said(c("copied")))
            }
          >
            {c("copy")}
          </Button>
          <Button type="primary" onClick={onClose}>
            {c("done")}
          </Button>
        </>
      }
    >
      <p className="quiet">{hint}</p>
      <pre className="mono" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {texts.join("\n")}
      </pre>
    </Dialog>
  );
}
