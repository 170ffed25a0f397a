// Two people at one value: both are shown, and this one chooses.
import { Button } from "antd";
import { useDictionary } from "@/api/attributes";
import { Dialog } from "@/ui/Dialog";
import { useCustomerTexts } from "./texts";
import type { EditConflict } from "./useCustomers";

export default function EditConflictDialog({
  conflict,
  onSettle,
}: {
  conflict: EditConflict;
  onSettle: (mine: boolean) => void;
}) {
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const { row, attribute } = conflict;
  const shown = (value: string) => (value ? dictionary.show(attribute, value) : t("no_value"));
  return (
    <Dialog
      open
      title={t("conflict_title")}
      onCancel={() => onSettle(false)}
      footer={[
        <Button key="mine" onClick={() => onSettle(true)}>
          {t("take_mine")}
        </Button>,
        <Button key="theirs" type="primary" onClick={() => onSettle(false)}>
          {t("keep_theirs")}
        </Button>,
      ]}
    >
      <div className="stack">
        <p>
          {t("conflict_hint", {
            attribute: dictionary.label(attribute),
            name: row.values.name || row.values.company || row.id,
          })}
        </p>
        <dl className="facts">
          <dt>{t("conflict_was")}</dt>
          <dd>{shown(conflict.before)}</dd>
          <dt>{t("conflict_theirs")}</dt>
          <dd>{shown(conflict.theirs)}</dd>
          <dt>{t("conflict_mine")}</dt>
          <dd>{shown(conflict.mine)}</dd>
        </dl>
      </div>
    </Dialog>
  );
}
