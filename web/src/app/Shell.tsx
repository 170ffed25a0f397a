// The frame around every page: navigation, the line to search and act, what is said at the edge.
import {
  BulbOutlined,
  LogoutOutlined,
  MenuOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  TranslationOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigate } from "react-router-dom";
import { api, onSignedOut } from "@/api/client";
import { useLine, useLive } from "@/api/live";
import { useDeed, useGet, queryClient } from "@/api/query";
import { type Me, signOut, useMay, viewAs } from "@/api/session";
import { number, shortNumber } from "@/i18n/format";
import { useCommon } from "@/i18n/common";
import { speak, useLanguage } from "@/i18n/texts";
import { Skeleton } from "@/ui/Page";
import { failed, said } from "@/ui/toast";
import { caps, isMac, useCommands, useKeyboard } from "./commands";
import { places } from "./places";
import { setScheme, useDark } from "./theme";
import { useAppTexts } from "./texts";

const Palette = lazy(() => import("./Palette"));
const KeyboardSheet = lazy(() => import("./KeyboardSheet"));
const SignInAgain = lazy(() => import("@/features/door/SignInAgain"));

type Layer = "palette" | "keys" | "menu";

export function Shell({ me }: { me: Me }) {
  const t = useAppTexts();
  const c = useCommon();
  const may = useMay();
  const language = useLanguage();
  const dark = useDark();
  const navigate = useNavigate();
  const location = useLocation();
  const line = useLine();
  const [layer, setLayer] = useState<{ what: Layer; over: string }>();
  const [sessionEnded, setSessionEnded] = useState(false);
  const content = useRef<HTMLElement>(null);
  useKeyboard();
  useLive(!sessionEnded && may("jobs.read"));
  useEffect(() => onSignedOut(() => setSessionEnded(true)), []);
  // A layer belongs to the page it was opened over and goes with it. The address is ahead of what is drawn, so that what is
  // opened while a page is on its way stays.
  const open = layer?.over === location.pathname ? layer.what : undefined;
  const setOpen = (what: Layer | undefined) => setLayer(what && { what, over: window.location.pathname });
  const summary = useGet("/api/v1/summary", undefined, { enabled: may("customers.read"), staleTime: 5_000 });

  const resolve = useDeed({ run: () => api.post("/api/v1/resolve"), done: () => said(t("resolve_begun")) });
  const changeLanguage = () => {
    const next = language === "zh" ? "en" : "zh";
    speak(next);
    // Words that come from the server follow; the person's own setting, too.
    void queryClient.invalidateQueries();
    if (!me.viewing_as) void api.patch("/api/v1/me", { body: { language: next } }).catch(() => undefined);
  };
  const changeScheme = () => setScheme(dark ? "light" : "dark");
  const leave = () => void signOut().catch(failed);
  const allowed = places.filter((place) => !place.right || may(place.right));

  useCommands([
    {
      id: "palette",
      label: t("palette"),
      group: t("group_view"),
      keys: "mod+k, /",
      hidden: true,
      run: () => setOpen("palette"),
    },
    { id: "keys", label: t("keyboard"), group: t("group_view"), keys: "?", run: () => setOpen("keys") },
    {
      id: "language",
      label: t("switch_language"),
      group: t("group_view"),
      words: "language 语言 english 中文",
      run: changeLanguage,
    },
    {
      id: "scheme",
      label: t("switch_scheme"),
      group: t("group_view"),
      words: "dark light 深色 浅色",
      run: changeScheme,
    },
    { id: "leave", label: t("sign_out"), group: t("account"), run: leave },
    ...allowed.map((place) => ({
      id: `go ${place.path}`,
      label: t("go_to", { place: t(place.word) }),
      group: t("group_go"),
      keys: place.keys,
      words: `${place.path} ${place.word}`,
      run: () => navigate(place.path),
    })),
    ...(may("imports.write")
      ? [
          {
            id: "import",
            label: t("import_files"),
            group: t("group_do"),
            keys: "c i",
            run: () => navigate("/imports/new"),
          },
        ]
      : []),
    ...(may("customers.write")
      ? [
          {
            id: "new",
            label: t("new_customer"),
            group: t("group_do"),
            keys: "c c",
            run: () => navigate("/customers?new=1"),
          },
        ]
      : []),
    ...(may("customers.merge")
      ? [{ id: "resolve", label: t("resolve_now"), group: t("group_do"), run: () => resolve.mutate() }]
      : []),
  ]);

  const counts: Record<string, string | undefined> = {
    "/customers": summary.data && shortNumber(summary.data.customers),
    "/duplicates": summary.data?.duplicates ? shortNumber(summary.data.duplicates) : undefined,
    "/jobs": summary.data?.jobs_running ? number(summary.data.jobs_running) : undefined,
  };

  return (
    <div className={open === "menu" ? "frame side-open" : "frame"}>
      <a
        className="skip"
        href="#content"
        onClick={(event) => (event.preventDefault(), content.current?.focus())}
      >
        {c("skip_to_content")}
      </a>
      {open === "menu" ? (
        <button
          type="button"
          className="side-shade"
          aria-label={c("close")}
          onClick={() => setOpen(undefined)}
        />
      ) : null}
      <nav className="side" aria-label={t("navigation")}>
        <Link to="/" className="brand" aria-label="Kith 知客">
          <img src="/kith.svg" alt="" />
          <span className="side-word" aria-hidden>
            {"Kith 知客"}
          </span>
        </Link>
        {(["work", "data", "operations"] as const).map((group) => (
          <div key={group}>
            {group === "work" ? null : <div className="side-head">{t(group)}</div>}
            {allowed
              .filter((place) => place.group === group)
              .map((place) => {
                const Icon = place.icon;
                return (
                  <NavLink
                    key={place.path}
                    to={place.path}
                    end={place.path === "/"}
                    className="side-link"
                    title={t(place.word)}
                  >
                    <Icon aria-hidden />
                    <span className="side-word">{t(place.word)}</span>
                    {counts[place.path] ? <span className="count">{counts[place.path]}</span> : null}
                  </NavLink>
                );
              })}
          </div>
        ))}
      </nav>
      <div className="main">
        <header className="top">
          <Button
            className="menu-button"
            type="text"
            aria-label={t("menu")}
            aria-expanded={open === "menu"}
            icon={<MenuOutlined />}
            onClick={() => setOpen("menu")}
          />
          <button type="button" className="top-search" onClick={() => setOpen("palette")}>
            <SearchOutlined aria-hidden />
            <span className="cut grow" style={{ textAlign: "left" }}>
              {t("find_or_do")}
            </span>
            <kbd>{isMac ? "⌘K" : "Ctrl K"}</kbd>
          </button>
          <div className="top-end">
            <Button
              type="text"
              lang={language === "zh" ? "en" : "zh-CN"}
              aria-label={`${t("switch_language")} · ${t("switch_language_label")}`}
              icon={<TranslationOutlined />}
              onClick={changeLanguage}
            >
              <span className="wide-only">{t("switch_language")}</span>
            </Button>
            <Button
              type="text"
              aria-label={t("switch_scheme")}
              title={t("switch_scheme")}
              icon={<BulbOutlined />}
              onClick={changeScheme}
            />
            <Button
              className="wide-only"
              type="text"
              aria-label={t("keyboard")}
              title={`${t("keyboard")} (${caps("?").flat().join("")})`}
              icon={<QuestionCircleOutlined />}
              onClick={() => setOpen("keys")}
            />
            <Dropdown
              trigger={["click"]}
              autoFocus
              menu={{
                items: [
                  { key: "who", label: `${me.name || me.login} · ${me.role}`, disabled: true },
                  { key: "settings", label: t("settings"), onClick: () => navigate("/settings") },
                  { key: "leave", icon: <LogoutOutlined />, label: t("sign_out"), onClick: leave },
                ],
              }}
            >
              <Button type="text" aria-label={t("account")} icon={<UserOutlined />} />
            </Dropdown>
          </div>
        </header>
        {line === "lost" && !sessionEnded ? (
          <div className="banner" role="status">
            {t("offline_banner")}
          </div>
        ) : null}
        {me.viewing_as ? (
          <div className="banner row" role="status">
            {t("view_as_banner", { name: me.viewing_as })}
            <Button size="small" onClick={() => void viewAs(undefined).catch(failed)}>
              {t("stop_view_as")}
            </Button>
          </div>
        ) : null}
        <main id="content" className="content" tabIndex={-1} ref={content}>
          <Suspense fallback={<Skeleton lines={8} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <ScrollRestoration />
      <Suspense fallback={null}>
        {open === "palette" ? <Palette onClose={() => setOpen(undefined)} /> : null}
        {open === "keys" ? <KeyboardSheet onClose={() => setOpen(undefined)} /> : null}
        {sessionEnded ? <SignInAgain login={me.login} onDone={() => setSessionEnded(false)} /> : null}
      </Suspense>
    </div>
  );
}
