import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeText, html } from "../../src/report/markup.ts";

describe("html", () => {
  it("escapes text, keeps markup and joins lists", () => {
    const inner = html`<b title="${'"'}">${"<i>"}</b>`;
    expect(html`<p>${inner}${["a", "&", 3]}</p>`.text).toBe(
      '<p><b title="&quot;">&lt;i&gt;</b>a&amp;3</p>',
    );
  });

  it("lets no text turn the writing direction of what stands beside it", () => {
    expect(html`${"\u202E10 → 18\u2066"}`.text).toBe("\uFFFD10 → 18\uFFFD");
    expect(html`${"לקוח"}`.text).toBe("לקוח");
  });

  it("lets no text end a tag, an attribute or an entity", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        const back = escaped
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&#39;", "'")
          .replaceAll("&amp;", "&");
        expect(back).toBe(
          text.replace(/(?![\t\n\r])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD"),
        );
      }),
    );
  });
});
