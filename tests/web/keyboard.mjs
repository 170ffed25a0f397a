// Without a mouse: every screen is walked through by Tab, and what is opened, moved, chosen and closed is so by keys alone.
import { screens, show } from "./screens.mjs";
import { examine, holds, step } from "./steps.mjs";

/** Runs in the page: what has the focus now, and what is wrong with where it is. */
async function focused() {
  const at = document.activeElement;
  if (!at || at === document.body) return { end: true };
  window.kithSeen ??= new Set();
  const before = window.kithSeen.has(at);
  window.kithSeen.add(at);
  const name =
    `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ""} ${at.getAttribute("role") ?? ""} ` +
    `"${(at.getAttribute("aria-label") ?? at.textContent ?? "").trim().slice(0, 40)}"`;
  if (before) return { again: true, name };
  // A mark that is drawn by its label or by the box around it has the size of that.
  const sized = (one) => {
    for (let part = one, n = 0; part && n < 4; part = part.parentElement, n++) {
      const box = part.getBoundingClientRect();
      if (box.width > 7 && box.height > 7) return box;
    }
  };
  const faultsNow = () => {
    const box = sized(at);
    const faults = [];
    if (!box) faults.push("has no size");
    else {
      const x = Math.max(box.left, Math.min(box.left + Math.min(box.width / 2, 40), box.right - 1));
      const y = Math.max(box.top, Math.min(box.top + Math.min(box.height / 2, 40), box.bottom - 1));
      const inside = x >= 0 && y >= 0 && x < window.innerWidth && y < window.innerHeight;
      const top = inside && document.elementFromPoint(x, y);
      if (!inside) faults.push(`is out of sight at ${Math.round(x)}, ${Math.round(y)}`);
      else if (
        top &&
        !at.contains(top) &&
        !top.contains(at) &&
        !at.closest("label,.ant-select")?.contains(top)
      )
        faults.push(`is covered by ${top.tagName.toLowerCase()}.${top.className}`);
    }
    return faults;
  };
  // What slides in when it is come to takes a moment.
  let faults = faultsNow();
  for (const end = performance.now() + 1500; faults.length && performance.now() < end; faults = faultsNow())
    await new Promise(requestAnimationFrame);
  return { name, faults };
}

/** Runs in the page: how what has the focus looks, with its parts, the boxes around it and what is drawn beside a hidden mark. */
function looks(whose) {
  const at = whose === "before" ? window.kithBefore?.at : document.activeElement;
  if (!at) return "";
  const parts = [...at.children, ...(at.tagName === "INPUT" ? (at.parentElement?.children ?? []) : [])];
  for (let part = at, n = 0; part && n < 5; part = part.parentElement, n++) parts.push(part);
  return parts
    .map((part) => {
      const s = getComputedStyle(part);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.opacity].join();
    })
    .join("|");
}

/** Runs in the page: what can be used by mouse and was not come by. */
function passedBy() {
  const within = "[role=grid] [role=row]:not(.grid-head),[role=tab],[role=radio],[role=listbox],[role=menu]";
  const missed = [...document.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex]")]
    .filter((one) => !one.disabled && !one.closest("[aria-hidden=true],[inert]"))
    .filter((one) => one.id !== "content" && !window.kithSeen.has(one) && !one.closest(within))
    .filter((one) => one.checkVisibility({ checkVisibilityCSS: true, checkOpacity: false }))
    // Arrows move among the choices of one question and among tabs.
    .filter((one) => !(one.type === "radio" && [...window.kithSeen].some((two) => two.name === one.name)))
    .filter((one) => !(one.type === "file" && one.closest(".drop,label")))
    .filter(
      (one) => !(one.tabIndex < 0 && one.closest(".ant-input-number,.ant-picker,.ant-input-affix-wrapper")),
    )
    // A button drawn inside a link is that link.
    .filter((one) => one.tagName === "A" || !one.closest("a"))
    .filter((one) => one.getBoundingClientRect().width > 0)
    .map((one) => one.outerHTML.slice(0, 140));
  // A line that is clicked on has a link or a button for everybody else.
  const lines = [...document.querySelectorAll("tr.clickable")].filter(
    (one) => !one.querySelector("a,button"),
  );
  return [...missed, ...lines.map((one) => `no key opens ${one.textContent.slice(0, 60)}`)];
}

/** Runs in the page: whether what had the focus before looks different without it. */
async function leftBehind() {
  const { at, looked } = window.kithBefore;
  const differs = async () => {
    for (const end = performance.now() + 1500; at.isConnected && window.kithLooks("before") === looked; ) {
      if (performance.now() > end) return false;
      await new Promise((go) => setTimeout(go, 10));
    }
    return true;
  };
  if (await differs()) return true;
  // A widget may have been looked at before it had drawn itself: it gets the focus once more, and the time it needs.
  const now = document.activeElement;
  at.focus({ focusVisible: true });
  const shows = await differs();
  now?.focus({ focusVisible: true });
  return shows;
}

async function tabThrough(page) {
  const wrong = [];
  await page.evaluate(() => {
    window.kithSeen = new Set();
    window.kithBefore = undefined;
    document.activeElement?.blur();
  });
  await page.evaluate(`window.kithLooks = ${looks}`);
  let last = "";
  for (let n = 0; ; n++) {
    if (n > 700) return [...wrong, `700 steps do not come to an end; the last is ${last}`];
    await page.keyboard.press("Tab");
    if (last && !(await page.evaluate(leftBehind))) wrong.push(`${last} does not show that it has the focus`);
    const here = await page.evaluate(focused);
    if (here.end) break;
    if (here.again) {
      // Round again is from the last to the first; anything else is a trap.
      const first = await page.evaluate(() => [...window.kithSeen][0] === document.activeElement);
      if (!first) wrong.push(`${here.name} has the focus a second time`);
      break;
    }
    last = here.name;
    await page.evaluate(() => {
      window.kithBefore = { at: document.activeElement, looked: window.kithLooks() };
    });
    for (const fault of here.faults) wrong.push(`${here.name} ${fault}`);
  }
  return [...wrong, ...(await page.evaluate(passedBy)).map((one) => `not come by: ${one}`)];
}

/** Every screen by Tab: nothing is out of reach, hidden, unmarked or a trap. */
export async function everyTabStop(page, customer) {
  for (const { name, path } of screens) {
    await step(`${name}: Tab comes by everything, in sight and marked, and out again`, async () => {
      await show(page, path.replace("{customer}", customer));
      // What the focus looks like is looked at once, so nothing may be on its way to it.
      await page.addStyleTag({ content: "* { transition: none !important; animation: none !important }" });
      const wrong = await tabThrough(page);
      holds(!wrong.length, [...new Set(wrong)].slice(0, 12).join("\n"));
    });
  }
}

/** Whether the focus is within what a selector finds. */
const within = (page, selector) =>
  page.waitForFunction((css) => !!document.activeElement?.closest(css), selector);

/** Runs in the page: waits until the focus is at an element again. */
async function atLast(one) {
  for (const end = performance.now() + 5000; document.activeElement !== one; ) {
    if (performance.now() > end)
      throw new Error(`the focus does not come back: ${document.activeElement?.tagName}`);
    await new Promise((go) => setTimeout(go, 10));
  }
}

/** A button is called by its sign and its words. */
const ending = (words) => new RegExp(`(^|\\s)${words}$`);

/** Buttons that open a dialog: by Enter, round in it by Tab, and back to the button by Escape. */
const dialogs = (w) => [
  { path: "/customers", name: w("Export", "导出") },
  { path: "/customers", name: w("New customer", "新建客户") },
  { path: "/jobs", name: w("New schedule", "新建计划") },
  { path: "/sources", name: w("New source", "新建来源") },
  { path: "/forms", name: w("New form", "新建表单") },
  { path: "/hooks", name: w("New address", "新建地址") },
  { path: "/webhooks", name: w("New webhook", "新建 Webhook") },
  { path: "/keys", name: w("New key", "新建密钥") },
  { path: "/users", name: w("New user", "新建用户") },
];

/** What people do all day, by keys alone. */
export async function keysAlone(page, customer, w) {
  const layer = ".ant-modal:not(.ant-fade-leave), .ant-popover [role=dialog]";
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const { path, name } of dialogs(w)) {
    await step(`by keys: “${name}” opens, holds the focus, and gives it back`, async () => {
      await show(page, path);
      const button = page
        .locator("main")
        .getByRole("button", { name: ending(name) })
        .first();
      await button.focus();
      await page.keyboard.press("Enter");
      await within(page, ".ant-modal");
      for (let n = 0; n < 30; n++) {
        await page.keyboard.press("Tab");
        const inside = await page.evaluate(() => !!document.activeElement?.closest(".ant-modal-root"));
        holds(inside, `after ${n + 1} steps the focus is outside of the dialog`);
      }
      await page.keyboard.press("Escape");
      await page.locator(layer).waitFor({ state: "hidden" });
      await button.evaluate(atLast);
    });
  }
  await step("by keys: the grid is moved through, chosen from, edited and opened", async () => {
    await show(page, "/customers");
    await page.locator(".grid-row").nth(5).waitFor();
    await page.keyboard.press("j");
    await within(page, "[role=grid]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("x");
    await page.locator(".bulk").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".bulk").waitFor({ state: "hidden" });
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("e");
    await within(page, ".grid-editor");
    await page.keyboard.type("nobody's value");
    await page.keyboard.press("Escape");
    await within(page, "[role=grid]");
    await page.locator(".grid-editor").waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers\/cus_/);
  });
  await step("by keys: a filter is built, and taken away", async () => {
    await show(page, "/customers");
    await page.keyboard.press("f");
    await within(page, ".ant-popover [role=dialog]");
    const found = await examine(page);
    holds(!found.length, found.join("\n"));
    await page.keyboard.press("Escape");
    await page.locator(layer).waitFor({ state: "hidden" });
    await page.keyboard.press("f");
    await within(page, ".ant-popover [role=dialog]");
    for (let n = 0; n < 12; n++) {
      if (await page.evaluate(() => document.activeElement?.getAttribute("type") === "submit")) break;
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement?.id === "filter-value"))
        await page.keyboard.type("no such value");
    }
    await page.keyboard.press("Enter");
    await page.locator(".chip button").waitFor();
    await page.locator(".chip button").focus();
    await page.keyboard.press("Enter");
    await page.locator(".chip").waitFor({ state: "hidden" });
  });
  await step("by keys: columns, views and the menu of the account open and close where one is", async () => {
    for (const name of [w("Columns", "列"), w("Views", "视图")]) {
      const button = page.locator("main").getByRole("button", { name });
      await button.focus();
      await page.keyboard.press("Enter");
      await within(page, ".ant-popover [role=dialog]");
      await page.keyboard.press("Shift+Tab");
      await page.locator(layer).waitFor({ state: "hidden" });
      await button.evaluate(atLast);
    }
    await page.getByRole("button", { name: w("Account", "账户") }).focus();
    await page.keyboard.press("Enter");
    await within(page, "[role=menu]");
    for (let n = 0; n < 3; n++) {
      const there = await page.evaluate(() => document.activeElement?.textContent ?? "");
      if (there === w("Settings", "设置")) break;
      await page.keyboard.press("ArrowDown");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/settings/);
  });
  await step(
    "by keys: a value of a customer is looked behind, pinned, edited, and tabs are gone through",
    async () => {
      await show(page, `/customers/${customer}`);
      const why = page.locator(".golden-why").first();
      await why.focus();
      await page.keyboard.press("Enter");
      await within(page, ".ant-popover [role=dialog]");
      await page.keyboard.press("Escape");
      await page.locator(layer).waitFor({ state: "hidden" });
      await why.evaluate(atLast);
      await page.keyboard.press("Tab");
      await within(page, ".golden-edit");
      await page.keyboard.press("Enter");
      await within(page, ".golden input");
      await page.keyboard.press("Escape");
      await within(page, ".golden-edit");
      await page.locator("[role=tab][aria-selected=true]").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.waitForURL(/tab=timeline/);
    },
  );
  await step("by keys: the palette and the sheet open, and give the focus back", async () => {
    await show(page, "/customers");
    const button = page.locator("main").getByRole("button", { name: w("Columns", "列") });
    await button.focus();
    await page.keyboard.press("Control+k");
    await within(page, ".palette");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".palette"));
    await button.evaluate(atLast);
    await page.keyboard.press("?");
    const sheet = page.locator(".keys-sheet");
    // Those of the frame, of the page, and of the grid on it.
    for (const words of [
      w("Go to Quality", "前往质量"),
      w("Add a filter", "添加筛选"),
      w("Edit the cell", "编辑单元格"),
    ])
      await sheet.getByText(words, { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(layer).waitFor({ state: "hidden" });
    await page.waitForFunction(
      (text) => document.activeElement?.textContent?.includes(text),
      w("Columns", "列"),
    );
  });
  await page.emulateMedia({ reducedMotion: null });
}
