import type { ComponentType } from "react";
import { createBrowserRouter } from "react-router-dom";
import { Crash } from "./Crash";
import { Gate } from "./Gate";
import { NotFound } from "./NotFound";

const page = (load: () => Promise<{ default: ComponentType }>) => async () => ({
  Component: (await load()).default,
});

// Each page is a file of its own to load; only the frame comes with the first one.
export const router = createBrowserRouter([
  {
    path: "/",
    element: <Gate />,
    errorElement: <Crash />,
    children: [
      {
        errorElement: <Crash />,
        children: [
          { index: true, lazy: page(() => import("@/pages/HomePage")) },
          { path: "customers", lazy: page(() => import("@/pages/CustomersPage")) },
          { path: "customers/:customer", lazy: page(() => import("@/pages/CustomerPage")) },
          { path: "imports", lazy: page(() => import("@/pages/ImportsPage")) },
          { path: "imports/new", lazy: page(() => import("@/pages/ImportWizardPage")) },
          { path: "imports/:import", lazy: page(() => import("@/pages/ImportWizardPage")) },
          { path: "batches/:batch", lazy: page(() => import("@/pages/BatchPage")) },
          { path: "duplicates", lazy: page(() => import("@/pages/DuplicatesPage")) },
          { path: "quality", lazy: page(() => import("@/pages/QualityPage")) },
          { path: "consents", lazy: page(() => import("@/pages/ConsentsPage")) },
          { path: "sources", lazy: page(() => import("@/pages/SourcesPage")) },
          { path: "attributes", lazy: page(() => import("@/pages/AttributesPage")) },
          { path: "attributes/:attribute", lazy: page(() => import("@/pages/ValuesPage")) },
          { path: "rules", lazy: page(() => import("@/pages/RulesPage")) },
          { path: "forms", lazy: page(() => import("@/pages/FormsPage")) },
          { path: "hooks", lazy: page(() => import("@/pages/HooksPage")) },
          { path: "jobs", lazy: page(() => import("@/pages/JobsPage")) },
          { path: "users", lazy: page(() => import("@/pages/UsersPage")) },
          { path: "keys", lazy: page(() => import("@/pages/KeysPage")) },
          { path: "webhooks", lazy: page(() => import("@/pages/WebhooksPage")) },
          { path: "audit", lazy: page(() => import("@/pages/AuditPage")) },
          { path: "settings", lazy: page(() => import("@/pages/SettingsPage")) },
          { path: "*", element: <NotFound /> },
        ],
      },
    ],
  },
]);
