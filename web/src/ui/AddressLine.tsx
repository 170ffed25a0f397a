// What a line of addresses ends with, where others send to us and where we send to others: on or off, edit, new secret, remove.
import { Button, Switch } from "antd";
import { useCommon } from "@/i18n/common";
import { Sure } from "./Pop";

interface AddressSwitchProps {
  /** The address the switch belongs to. */
  name: string;
  on: boolean;
  writable: boolean;
  busy: boolean;
  onTurn: (on: boolean) => void;
}

export function AddressSwitch({ name, on, writable, busy, onTurn }: AddressSwitchProps) {
  const c = useCommon();
  return (
    <Switch
      size="small"
      aria-label={`${c("on")}: ${name}`}
      disabled={!writable}
      loading={busy}
      checked={on}
      onChange={onTurn}
    />
  );
}

interface AddressDeedsProps {
  onEdit: () => void;
  onNewSecret: () => void;
  /** What goes with it. */
  removeHint: string;
  onRemove: () => void;
}

export function AddressDeeds({ onEdit, onNewSecret, removeHint, onRemove }: AddressDeedsProps) {
  const c = useCommon();
  return (
    <>
      <Button size="small" onClick={onEdit}>
        {c("edit")}
      </Button>
      <Sure title={c("new_secret")} description={c("new_secret_hint")} onSure={onNewSecret}>
        <Button size="small">{c("new_secret")}</Button>
      </Sure>
      <Sure title={c("delete")} description={removeHint} onSure={onRemove}>
        <Button size="small">{c("delete")}</Button>
      </Sure>
    </>
  );
}
