// What the keys do here and now, read from the registry itself.

import { Dialog } from "@/ui/Dialog";
import { allCaps, useAllCommands } from "./commands";
import { useAppTexts } from "./texts";

export default function KeyboardSheet({ onClose }: { onClose: () => void }) {
  const t = useAppTexts();
  const commands = useAllCommands().filter((command) => command.keys);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog
      open
      title={t("keyboard")}
      footer={null}
      onCancel={onClose}
      width={720}
      transitionName=""
      maskTransitionName=""
    >
      <p className="quiet" style={{ marginBottom: 12 }}>
        {t("keyboard_hint")}
      </p>
      <div className="keys-sheet">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <li key={command.id}>
                    <span>{command.label}</span>
                    <span className="nowrap">
                      {allCaps(command.keys!).map((spelling, n) => (
                        <span key={n}>
                          {n ? <span className="faint">{" / "}</span> : null}
                          {spelling.map((stroke, i) => (
                            <span key={i}>
                              {i ? " " : ""}
                              {stroke.map((cap) => (
                                <kbd key={cap}>{cap}</kbd>
                              ))}
                            </span>
                          ))}
                        </span>
                      ))}
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
