// Ctrl-K: go somewhere, find a customer, do something; all by typing.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router-dom";
import { api } from "@/api/client";
import { useMay } from "@/api/session";
import { useFocusBack } from "@/ui/focus";
import { caps, useAllCommands } from "./commands";
import { rank } from "./rank";
import { useAppTexts } from "./texts";

interface Item {
  id: string;
  group: string;
  label: string;
  note?: string;
  keys?: string;
  run: () => void;
}

/** The text once it has not changed for a moment. */
function useSettled(text: string, wait: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  return settled;
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useAppTexts();
  const may = useMay();
  const navigate = useNavigate();
  const commands = useAllCommands();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const wanted = useSettled(text.trim(), 60);
  const found = useQuery({
    queryKey: ["palette", wanted],
    queryFn: ({ signal }) =>
      api.post("/api/v1/customers/search", {
        body: { q: wanted, limit: 8, attributes: ["name", "company", "phone", "email", "city"] },
        reads: true,
        signal,
      }),
    enabled: wanted.length > 0 && may("customers.read"),
    gcTime: 10_000,
  });

  const items = useMemo<Item[]>(() => {
    const doable = commands.filter((command) => !command.hidden);
    const fitting: Item[] = rank(
      doable,
      text.trim(),
      (command) => `${command.label} ${command.words ?? ""}`,
    ).slice(0, text ? 8 : 40);
    const customers: Item[] =
      text.trim() && wanted
        ? (found.data?.items ?? []).map((row) => ({
            id: row.id,
            group: t("customers"),
            label: row.values.name || row.values.company || row.id,
            note: [row.values.phone, row.values.email, row.values.city].filter(Boolean).join(" · "),
            run: () => navigate(`/customers/${row.id}`),
          }))
        : [];
    return [...customers, ...fitting];
  }, [commands, found.data, navigate, t, text, wanted]);
  const current = Math.min(at, items.length - 1);

  useEffect(() => setAt(0), [text]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current]);
  useFocusBack();

  const choose = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && items.length) {
      event.preventDefault();
      setAt((current + moves[event.key] + items.length) % items.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(items[current]);
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    }
  };
  let group = "";
  return (
    <div className="palette-back" onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="palette" role="dialog" aria-modal="true" aria-label={t("palette")}>
        <input
          // The palette is opened to type into.
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={items[current] ? `${id}${current}` : undefined}
          aria-label={t("find_or_do")}
          placeholder={t("palette_placeholder")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
        />
        <div className="palette-list" role="listbox" id={`${id}list`} aria-label={t("palette")} ref={list}>
          {items.map((item, i) => {
            const head = item.group === group ? null : (group = item.group);
            return (
              <div key={item.id} role="presentation">
                {head ? (
                  <div className="palette-group" role="presentation">
                    {head}
                  </div>
                ) : null}
                <div
                  id={`${id}${i}`}
                  className="palette-item"
                  role="option"
                  aria-selected={i === current}
                  onMouseMove={() => setAt(i)}
                  onClick={() => choose(item)}
                >
                  <span className="grow">
                    <span className="nowrap">{item.label}</span>
                    {item.note ? <span className="quiet small cut">{item.note}</span> : null}
                  </span>
                  {item.keys
                    ? caps(item.keys).map((stroke, n) => <kbd key={n}>{stroke.join(" ")}</kbd>)
                    : null}
                </div>
              </div>
            );
          })}
        </div>
        {items.length === 0 ? (
          <p className="quiet" style={{ padding: 16 }} role="status">
            {found.isFetching ? t("palette_searching") : t("palette_none")}
          </p>
        ) : null}
      </div>
    </div>
  );
}
