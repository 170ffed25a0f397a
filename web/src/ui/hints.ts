// The server's hints are written for whoever types commands, too. In the workspace what a button does is said as the button.
import { texts } from "@/i18n/texts";

export const useHints = texts("hints", {
  resolve: [
    "Find duplicates first: “Find duplicates now” in the palette.",
    "请先在命令面板中执行“立即查重归并”。",
  ],
  verify: ["Check the base on the page Jobs.", "请在“任务”页校验客户库。"],
  batches: ["The page Imports lists them.", "请查看“导入”页。"],
  customers: ["The page Customers lists them.", "请查看“客户”页。"],
  records: ["The tab Records of a customer lists them.", "请查看客户的“记录”标签页。"],
  attributes: ["The page Attributes lists them.", "请查看“属性”页。"],
  sources: ["The page Sources lists them.", "请查看“来源”页。"],
  corrections: ["The tab Corrections of the page Rules lists them.", "请查看“规则”页的“更正”标签页。"],
  rules: ["The page Rules has a text to begin with.", "“规则”页提供了可供参考的文本。"],
  mapping: ["The page Sources shows the mapping of each.", "“来源”页显示各来源的映射。"],
  rejects: ["Mend them on the page of the batch.", "请在批次页修正拒收行。"],
  key: [
    "Choose the column that tells rows apart under “What came before”.",
    "请在“与此前的数据”中选择用于区分各行的列。",
  ],
  fill_in: ["Fill in what is missing.", "请补充缺少的内容。"],
});

type Word = Parameters<ReturnType<typeof useHints>>[0];

/** What a command or flag is in the workspace; null where the button stands beside the hint. */
const meant: readonly [RegExp, Word | null][] = [
  [/--(again|confirm-gone|add|yes)\b/, null],
  [/--(from|cause|to|pattern|attribute|column|source)\b/, "fill_in"],
  [/--key\b/, "key"],
  [/kith source (mapping|set-mapping)/, "mapping"],
  [/kith source/, "sources"],
  [/kith (resolve|import)/, "resolve"],
  [/kith (verify|lens|backup)/, "verify"],
  [/kith batches/, "batches"],
  [/kith rejects/, "rejects"],
  [/kith customers/, "customers"],
  [/kith how/, "records"],
  [/kith show/, "attributes"],
  [/kith fix/, "corrections"],
  [/kith (standard|rules)/, "rules"],
];
const command = /`kith [^`]*`|\bkith [a-z]+\b|(^|[\s(（])--[a-z]/;

/** A hint without command lines: each sentence that holds one says what it is here, or nothing. */
export function withoutCommands(hint: string, say: (word: Word) => string): string {
  if (!command.test(hint)) return hint;
  const sentences = hint.match(
    /[^.。！!?？]+(?:[.。！!?？](?=\s|$|[^\x00-\x7f])|[.](?=\S))*[.。！!?？]?\s*/g,
  ) ?? [hint];
  const words = sentences.map((sentence) => {
    if (!command.test(sentence)) return sentence.trim();
    const word = meant.find(([pattern]) => pattern.test(sentence))?.[1];
    return word ? say(word) : "";
  });
  return [...new Set(words)].filter(Boolean).join(" ");
}
