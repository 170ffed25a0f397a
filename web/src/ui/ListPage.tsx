// A page that is one table of all there is, with the way to make a new one, and words where there is none yet.
import { PlusOutlined } from "@ant-design/icons";
import type { UseQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, Suspense } from "react";
import { Ask } from "./Ask";
import { Empty, Page, Panel } from "./Page";
import { type Column, SimpleTable } from "./SimpleTable";

interface ListPageProps<T> {
  title: string;
  lead: string;
  query: UseQueryResult<{ items: T[] }>;
  columns: Column<T>[];
  keyOf: (row: T) => string;
  onOpen?: (row: T) => void;
  /** What the button says; without `onNew` there is none. */
  make: string;
  onNew?: () => void;
  none: string;
  noneHint: string;
  /** Dialogs, loaded when they are opened. */
  children?: ReactNode;
}

export function ListPage<T>({
  title,
  lead,
  query,
  make,
  onNew,
  none,
  noneHint,
  children,
  ...table
}: ListPageProps<T>) {
  const action = onNew ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={onNew}>
      {make}
    </Button>
  ) : undefined;
  return (
    <Page title={title} lead={lead} actions={action}>
      <Ask query={query} lines={8}>
        {({ items }) =>
          items.length ? (
            <Panel flush>
              <SimpleTable<T> label={title} rows={items} {...table} />
            </Panel>
          ) : (
            <Empty title={none} action={action}>
              {noneHint}
            </Empty>
          )
        }
      </Ask>
      <Suspense fallback={null}>{children}</Suspense>
    </Page>
  );
}
