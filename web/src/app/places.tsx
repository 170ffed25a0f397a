// Where one can go: navigation, palette and keys are made from this list.
import {
  ApiOutlined,
  AuditOutlined,
  ClusterOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  FormOutlined,
  HomeOutlined,
  ImportOutlined,
  InboxOutlined,
  MergeCellsOutlined,
  NotificationOutlined,
  ProfileOutlined,
  SafetyOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";
import type { useAppTexts } from "./texts";

type Word = Parameters<ReturnType<typeof useAppTexts>>[0];

export interface Place {
  path: string;
  word: Word;
  icon: ComponentType;
  group: "work" | "data" | "operations";
  keys?: string;
  right?: string;
}

export const places: readonly Place[] = [
  { path: "/", word: "home", icon: HomeOutlined, group: "work", keys: "g h" },
  {
    path: "/customers",
    word: "customers",
    icon: TeamOutlined,
    group: "work",
    keys: "g c",
    right: "customers.read",
  },
  {
    path: "/imports",
    word: "imports",
    icon: ImportOutlined,
    group: "work",
    keys: "g i",
    right: "imports.read",
  },
  {
    path: "/duplicates",
    word: "duplicates",
    icon: MergeCellsOutlined,
    group: "work",
    keys: "g d",
    right: "matching.review",
  },
  {
    path: "/quality",
    word: "quality",
    icon: DashboardOutlined,
    group: "work",
    keys: "g q",
    right: "quality.read",
  },
  {
    path: "/consents",
    word: "consents",
    icon: SolutionOutlined,
    group: "work",
    keys: "g o",
    right: "consents.read",
  },
  {
    path: "/sources",
    word: "sources",
    icon: DatabaseOutlined,
    group: "data",
    keys: "g s",
    right: "sources.read",
  },
  { path: "/attributes", word: "attributes", icon: ProfileOutlined, group: "data", keys: "g a" },
  { path: "/rules", word: "rules", icon: SafetyOutlined, group: "data", keys: "g r", right: "quality.read" },
  { path: "/forms", word: "forms", icon: FormOutlined, group: "data", keys: "g f", right: "sources.read" },
  {
    path: "/hooks",
    word: "hooks",
    icon: InboxOutlined,
    group: "data",
    keys: "g n",
    right: "sources.read",
  },
  {
    path: "/jobs",
    word: "jobs",
    icon: ClusterOutlined,
    group: "operations",
    keys: "g j",
    right: "jobs.read",
  },
  {
    path: "/users",
    word: "users",
    icon: UserOutlined,
    group: "operations",
    keys: "g u",
    right: "users.manage",
  },
  { path: "/keys", word: "keys", icon: ApiOutlined, group: "operations", keys: "g k", right: "users.manage" },
  {
    path: "/webhooks",
    word: "webhooks",
    icon: NotificationOutlined,
    group: "operations",
    keys: "g w",
    right: "settings.read",
  },
  {
    path: "/audit",
    word: "audit",
    icon: AuditOutlined,
    group: "operations",
    keys: "g l",
    right: "audit.read",
  },
  { path: "/settings", word: "settings", icon: SettingOutlined, group: "operations", keys: "g t" },
];
