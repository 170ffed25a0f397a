// A dialog that gives the focus back to what opened it. It fades in where it stays: what grows from a point is not yet where a
// quick hand presses, and takes the press for one beside it.
import { Modal, type ModalProps } from "antd";
import { useFocusBack } from "./focus";

export function Dialog(props: ModalProps) {
  useFocusBack();
  return <Modal transitionName="ant-fade" {...props} />;
}
