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
        expect(back).toBe(text.replace(/(?![\t\n\r])\p{Cc}/gu, "\uFFFD"));
      }),
    );
  });
});
