// A box that opens at its button. By keys one comes into it at once, and back to the button by Escape or beyond its last stop.
import { Button, Popover } from "antd";
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { useCommon } from "@/i18n/common";
import { useFocusBack } from "./focus";

interface PopProps {
  /** Names the box for who does not see it. */
  label: string;
  title?: ReactNode;
  placement?: ComponentProps<typeof Popover>["placement"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  content: ReactNode;
  /** The button. */
  children: ReactElement;
}

export function Pop({ label, content, open, onOpenChange, children, ...rest }: PopProps) {
  return (
    <Popover
      {...rest}
      trigger="click"
      destroyOnHidden
      open={open}
      onOpenChange={onOpenChange}
      content={
        <Inside label={label} onLeave={() => onOpenChange(false)}>
          {content}
        </Inside>
      }
    >
      {children}
    </Popover>
  );
}

const stops = "a[href],button:not(:disabled),input:not(:disabled),select,textarea,[tabindex]";
const stopsOf = (box: HTMLElement): HTMLElement[] =>
  [...box.querySelectorAll<HTMLElement>(stops)].filter((one) => one.tabIndex >= 0);

function Inside({ label, onLeave, children }: { label: string; onLeave: () => void; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useFocusBack();
  useEffect(() => {
    const here = box.current;
    const first = here?.querySelector<HTMLElement>("[data-first]") ?? (here && stopsOf(here)[0]) ?? here;
    first?.focus({ preventScroll: true });
  }, []);
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !(event.target instanceof HTMLElement) || !box.current) return;
    // An open list inside closes first.
    if (event.key === "Escape" && event.target.getAttribute("aria-expanded") !== "true") {
      event.stopPropagation();
      onLeave();
    }
    if (event.key !== "Tab") return;
    const all = stopsOf(box.current);
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (edge && event.target !== edge && event.target !== box.current) return;
    event.preventDefault();
    onLeave();
  };
  return (
    <div ref={box} role="dialog" aria-label={label} tabIndex={-1} className="pop" onKeyDown={press}>
      {children}
    </div>
  );
}

interface SureProps {
  title: string;
  description?: string;
  onSure: () => void;
  /** The button that asks for it. */
  children: ReactElement;
}

/** Asks once more, at the button, before something is done that cannot be taken back. */
export function Sure({ title, description, onSure, children }: SureProps) {
  const c = useCommon();
  const [open, setOpen] = useState(false);
  return (
    <Pop
      label={title}
      title={title}
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="stack-tight" style={{ maxWidth: 360 }}>
          {description ? <p>{description}</p> : null}
          <div className="row row-tight" style={{ justifyContent: "flex-end" }}>
            <Button size="small" onClick={() => setOpen(false)}>
              {c("cancel")}
            </Button>
            <Button
              size="small"
              type="primary"
              data-first
              onClick={() => {
                setOpen(false);
                onSure();
              }}
            >
              {c("yes")}
            </Button>
          </div>
        </div>
      }
    >
      {children}
    </Pop>
  );
}
