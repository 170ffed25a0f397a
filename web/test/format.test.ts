import { describe, expect, it } from "vitest";
import { ago, bytes, date, duration, number, share, shortNumber } from "@/i18n/format";
import { speak } from "@/i18n/texts";
import { vi } from "vitest";

vi.stubGlobal("document", { documentElement: {} });

describe("numbers and moments", () => {
  it("follow the language", () => {
    speak("en");
    expect([number(1234567), shortNumber(1234567), share(0.9531)]).toEqual(["1,234,567", "1.2M", "95.3%"]);
    expect(ago(0, 7_200_000)).toBe("2 hours ago");
    speak("zh");
    expect(shortNumber(1234567)).toBe("123.5万");
    expect(ago(0, 7_200_000)).toBe("2小时前");
    speak("en");
  });
  it("show a dash for what is not there", () => {
    expect([number(null), share(undefined), date(null), date("nonsense"), ago("")]).toEqual([
      "–",
      "–",
      "–",
      "–",
      "–",
    ]);
  });
  it("name sizes and spans", () => {
    expect([bytes(999), bytes(1500), bytes(2_000_000_000)]).toEqual(["999 B", "1.5 KB", "2 GB"]);
    expect(duration(90_000)).toBe("1.5 min");
  });
});
