import { DeleteOutlined, LinkOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { useCommon } from "@/i18n/common";
import { said } from "@/ui/toast";
import { useCustomerTexts } from "./texts";
import { savedViews, saveViews, type View, viewText } from "./view";

export function SavedViews({ view, onChoose }: { view: View; onChoose: (text: string) => void }) {
  const t = useCustomerTexts();
  const c = useCommon();
  const [views, setViews] = useState(savedViews);
  const [name, setName] = useState("");
  const keep = (next: typeof views) => {
    setViews(next);
    saveViews(next);
  };
  return (
    <div className="stack-tight" style={{ width: 260 }}>
      {views.map((one) => (
        <div key={one.name} className="row row-tight">
          <Button
            type="text"
            size="small"
            className="grow"
            style={{ textAlign: "left" }}
            onClick={() => onChoose(one.text)}
          >
            <span className="cut">{one.name}</span>
          </Button>
          <Button
            type="text"
            size="small"
            aria-label={t("delete_view", { name: one.name })}
            icon={<DeleteOutlined />}
            onClick={() => keep(views.filter((other) => other !== one))}
          />
        </div>
      ))}
      <form
        className="row row-tight"
        onSubmit={(event) => {
          event.preventDefault();
          if (!name.trim()) return;
          keep([
            ...views.filter((one) => one.name !== name.trim()),
            { name: name.trim(), text: viewText(view) },
          ]);
          setName("");
          said(t("view_saved"));
        }}
      >
        <Input
          size="small"
          aria-label={t("view_name")}
          placeholder={t("view_name")}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button size="small" htmlType="submit" disabled={!name.trim()}>
          {c("save")}
        </Button>
      </form>
      <Button
        type="text"
        size="small"
        icon={<LinkOutlined />}
        onClick={() => void navigator.clipboard?.writeText(location.href).then(() => said(c("copied")))}
      >
        {t("copy_link")}
      </Button>
    </div>
  );
}
