// Every screen of the workspace, and how to wait until one is drawn.

export const screens = [
  { name: "home", path: "/" },
  { name: "customers", path: "/customers#facets=province,gender" },
  { name: "customer", path: "/customers/{customer}" },
  { name: "customer-timeline", path: "/customers/{customer}?tab=timeline" },
  { name: "customer-connections", path: "/customers/{customer}?tab=connections" },
  { name: "customer-records", path: "/customers/{customer}?tab=records" },
  { name: "customer-history", path: "/customers/{customer}?tab=history" },
  { name: "imports", path: "/imports" },
  { name: "import-new", path: "/imports/new" },
  { name: "batch", path: "/batches/1" },
  { name: "duplicates", path: "/duplicates" },
  { name: "review-progress", path: "/duplicates?tab=progress" },
  { name: "decisions", path: "/duplicates?tab=decisions" },
  { name: "model", path: "/duplicates?tab=model" },
  { name: "quality", path: "/quality" },
  { name: "consents-all", path: "/consents" },
  { name: "consents", path: "/consents?customer={customer}" },
  { name: "sources", path: "/sources" },
  { name: "attributes", path: "/attributes" },
  { name: "values", path: "/attributes/city" },
  { name: "values-alike", path: "/attributes/company?tab=alike" },
  { name: "rules", path: "/rules" },
  { name: "standard", path: "/rules?tab=standard" },
  { name: "corrections", path: "/rules?tab=corrections" },
  { name: "forms", path: "/forms" },
  { name: "hooks", path: "/hooks" },
  { name: "jobs", path: "/jobs" },
  { name: "users", path: "/users" },
  { name: "keys", path: "/keys" },
  { name: "webhooks", path: "/webhooks" },
  { name: "audit", path: "/audit" },
  { name: "settings", path: "/settings" },
];

/** Goes to a screen and waits until nothing is on its way: no grey line, no request, no movement. */
export async function show(page, path) {
  await page.goto(path);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".bone,[aria-busy=true]"));
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== "running" || one.effect?.getTiming().iterations === Infinity),
  );
}
