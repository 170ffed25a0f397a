// A dialog that gives the focus back to what opened it.
import { Modal, type ModalProps } from "antd";
import { useFocusBack } from "./focus";

export function Dialog(props: ModalProps) {
  useFocusBack();
  return <Modal {...props} />;
}
