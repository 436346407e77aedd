import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTable, type Table } from "../../../src/history/files/table.ts";
import { expectRead, expectRefusal, makeExportFolder } from "./export-folder.ts";

const folder = makeExportFolder();

async function read(name: string, content: string | Uint8Array): Promise<Table> {
  return expectRead(await readTable(folder.write(name, content)));
}

function rowsOf(table: Table): readonly (readonly (string | null)[])[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => table.values(column)[row]!),
  );
}

describe("readTable on CSV", () => {
  const expected = [
    ["007", "Ada, Co", null],
    ["8", 'the "best"', "x"],
  ];
  const comma = 'id,name,note\n007,"Ada, Co",\n8,"the ""best""",x\n';
  it.each([
    ["commas", "c.csv", comma],
    ["line ends of two characters", "crlf.csv", comma.replaceAll("\n", "\r\n")],
    ["line ends of both kinds", "mixed.csv", comma.replace("\n", "\r\n")],
    ["a byte order mark", "bom.csv", `\ufeff${comma}`],
    ["no last line end", "end.csv", comma.trimEnd()],
    ["gzip", "z.csv.gz", gzipSync(comma)],
    ["gzip without its ending", "z.csv", gzipSync(comma)],
    ["semicolons", "s.csv", 'id;name;note\n007;Ada, Co;\n8;"the ""best""";x\n'],
    ["tabs", "t.tsv", 'id\tname\tnote\n007\tAda, Co\t  \n8\t"the ""best"""\tx\n'],
    ["bars", "b.txt", 'id|name|note\n007|Ada, Co|\n8|"the ""best"""|x\n'],
  ])("reads %s, keeps leading zeros and takes blanks as null", async (_, name, content) => {
    const table = await read(name, content);
    expect(table.columns).toEqual(["id", "name", "note"]);
    expect(rowsOf(table)).toEqual(expected);
    expect(table.file).toBe(name);
    expect([table.lineOf(0), table.lineOf(1)]).toEqual([2, 3]);
  });

  it("takes the delimiter under which the records agree, not the commonest in the header", async () => {
    const table = await read(
      "agree.csv",
      "Name, First, Title;Id\nLovelace, Ada;1\nHopper, Grace;2\n",
    );
    expect(table.columns).toEqual(["Name, First, Title", "Id"]);
  });

  it("keeps quotation marks that only late rows have", async () => {
    const plain = Array.from({ length: 30_000 }, (_, i) => `${i},plain`).join("\n");
    const table = await read("late.csv", `id,name\n${plain}\n30000,"one, two"\n`);
    expect(table.values("name").at(-1)).toBe("one, two");
  });

  it("makes repeated and blank names unlike each other", async () => {
    const table = await read("names.csv", "Contact,contact,,Contact\n1,2,3,4\n");
    expect(table.columns).toEqual(["Contact", "contact (2)", "column 3", "Contact (3)"]);
    expect(table.values("Contact (3)")).toEqual(["4"]);
    expect(() => table.values("CONTACT")).toThrow(RangeError);
  });

  it("reads a header without rows", async () => {
    const table = await read("header.csv", "id,name\n");
    expect([table.columns, table.rowCount]).toEqual([["id", "name"], 0]);
  });

  it("does not take a name with brackets or stars for a pattern", async () => {
    folder.write("deals1.csv", "id\nwrong\n");
    const table = await read("deals[1].csv", "id\nright\n");
    expect(table.values("id")).toEqual(["right"]);
  });

  it("reads only the columns that are asked for", async () => {
    const path = folder.write("wide.csv", "a,b,c\n1,2,3\n");
    const table = expectRead(await readTable(path, { only: (column) => column === "c" }));
    expect([table.columns, table.rowCount, table.values("c")]).toEqual([["a", "b", "c"], 1, ["3"]]);
    expect(() => table.values("b")).toThrow(RangeError);
  });

  it("rejects broken rows by their line, also after quoted line ends and blank lines", async () => {
    const text =
      'id,name,x\n1,"two\nlines",3\n2,b\n\n3,c,4\n4,c,5,6\n5,"bro"ken,5\n6,d,7\n7,e,8\n8,f,9\n';
    for (const [name, content] of [
      ["faults.csv", text],
      ["faults-crlf.csv", `\ufeff${text.replaceAll("\n", "\r\n")}`],
      ["faults.csv.gz", gzipSync(text)],
    ] as const) {
      const table = await read(name, content);
      expect(table.rejected).toEqual([
        {
          file: name,
          line: 4,
          column: "name",
          reason: "the row has 2 fields where the header has 3",
        },
        { file: name, line: 7, column: "x", reason: "the row has 4 fields where the header has 3" },
        {
          file: name,
          line: 8,
          column: "name",
          reason: "a quotation mark is not closed, or text follows the closing one",
        },
      ]);
      expect(table.values("id")).toEqual(["1", "3", "6", "7", "8"]);
      expect([0, 1, 2, 3, 4].map((row) => table.lineOf(row))).toEqual([2, 6, 9, 10, 11]);
    }
  });

  it("rejects a row that is not UTF-8 and says how to export", async () => {
    const table = await read("latin.csv", Buffer.from("id,name\n1,Caf\xe9\n2,b\n3,c\n", "latin1"));
    expect(table.rejected).toMatchObject([{ line: 2, reason: expect.stringContaining("UTF-8") }]);
    expect(table.values("id")).toEqual(["2", "3"]);
  });

  it("rejects a row once, however many of its cells are broken", async () => {
    const content = Buffer.from("a,b,c\n\xfc,\xe9,\xe0,x\n1,2,3\n4,5,6\n", "latin1");
    const table = await read("once.csv", content);
    expect(table.rejected.map(({ line }) => line)).toEqual([2]);
  });

  it("knows the line of every row, whatever line ends and broken rows stand before it", async () => {
    const cell = fc.constantFrom("plain", "a,b", "two\nlines", 'say ""so""', "", "\r\n", " ");
    const record = fc.oneof(
      { weight: 6, arbitrary: cell.map((text) => ({ kind: "good" as const, text })) },
      { weight: 1, arbitrary: fc.constant({ kind: "blank" as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: "broken" as const }) },
    );
    const property = fc.asyncProperty(
      fc.array(record, { maxLength: 12 }),
      fc.constantFrom("\n", "\r\n"),
      async (records, lineEnd) => {
        let text = `line,cell${lineEnd}`;
        let line = 2;
        const good: number[] = [];
        const broken: number[] = [];
        // Enough good rows that the file as a whole is not refused.
        const all = [
          ...records,
          ...[...records, null].map(() => ({ kind: "good" as const, text: "more" })),
        ];
        for (const item of all) {
          if (item.kind === "good") good.push(line);
          if (item.kind === "broken") broken.push(line);
          const written =
            item.kind === "good" ? `${line},"${item.text}"` : item.kind === "broken" ? "1,2,3" : "";
          text += written + lineEnd;
          line += 1 + (written.match(/\r\n|\n/g)?.length ?? 0);
        }
        const table = await read("property.csv", text);
        expect(table.values("line")).toEqual(good.map(String));
        expect(good.map((_, row) => table.lineOf(row))).toEqual(good);
        expect(table.rejected.map((row) => row.line)).toEqual(broken);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});

describe("readTable on other formats", () => {
  it("reads JSON lines, keeps long ids and names the lines that are no objects", async () => {
    const text =
      '{"id":"007","n":12345678901234567890,"tags":["a","b"]}\n\n{"id":"8","late":true}\nno\n{"id":"9"}\n';
    for (const [name, content] of [
      ["d.jsonl", text],
      ["d.ndjson.gz", gzipSync(text)],
    ] as const) {
      const table = await read(name, content);
      expect(table.columns).toEqual(["id", "n", "tags", "late"]);
      expect(rowsOf(table)).toEqual([
        ["007", "12345678901234567890", '["a","b"]', null],
        ["8", null, null, "true"],
        ["9", null, null, null],
      ]);
      expect(table.rejected).toMatchObject([{ line: 4 }]);
      expect([0, 1, 2].map((row) => table.lineOf(row))).toEqual([1, 3, 5]);
    }
  });

  it("reads an array of JSON objects", async () => {
    const table = await read("d.json", '[{"id":"1","a":2.50},\n {"id":"2","b":null}]');
    expect(rowsOf(table)).toEqual([
      ["1", "2.5", null],
      ["2", null, null],
    ]);
  });

  it("reads Parquet, with times in UTC and lists between semicolons", async () => {
    const path = folder.path("d.parquet");
    await runSql(`COPY (SELECT '007' AS id, 1.5::DOUBLE AS x, true AS b, DATE '2025-01-02' AS d,
      TIMESTAMPTZ '2025-01-02 03:04:05+02' AS t, ['a', 'b'] AS l
      UNION ALL SELECT '8', NULL, NULL, NULL, NULL, NULL) TO '${path}' (FORMAT parquet)`);
    const table = expectRead(await readTable(path));
    expect(rowsOf(table)).toEqual([
      ["007", "1.5", "true", "2025-01-02", "2025-01-02 01:04:05+00", "a;b"],
      ["8", null, null, null, null, null],
    ]);
    expect(table.lineOf(1)).toBe(2);
  });
});

async function runSql(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe("readTable refuses", () => {
  it.each([
    ["an empty file", "empty.csv", "", "file-unreadable", "empty"],
    ["a blank file", "blank.csv", " \n\n", "file-unreadable", "empty"],
    ["a binary file", "binary.csv", new Uint8Array([1, 0, 2, 0]), "file-unreadable", "not a text"],
    ["a workbook", "book.xlsx", "PK\u0003\u0004rest", "file-unreadable", "Excel"],
    [
      "UTF-16",
      "wide.csv",
      Buffer.from("\ufeffid,a\n1,2\n", "utf16le"),
      "file-unreadable",
      "UTF-16",
    ],
    [
      "broken gzip",
      "broken.csv.gz",
      new Uint8Array([0x1f, 0x8b, 9, 9, 9]),
      "file-unreadable",
      "gzip",
    ],
    [
      "a header that is not UTF-8",
      "h.csv",
      Buffer.from("id,n\xe4me\n1,2\n", "latin1"),
      "file-unreadable",
      "UTF-8",
    ],
    ["what only claims to be JSON", "no.json", "[{]", "file-unreadable", "format"],
    [
      "what only claims to be Parquet",
      "no.parquet",
      "PAR1 and no more",
      "file-unreadable",
      "format",
    ],
    [
      "whole lines in quotation marks",
      "quoted.csv",
      '"id;name"\n"1;a"\n',
      "delimiter-wrong",
      "one column",
    ],
    [
      "a separator that it does not know",
      "colon.csv",
      "id:name:x\n1:a:b\n",
      "delimiter-wrong",
      "one column",
    ],
    ["half of the rows broken", "half.csv", "id,a\n1,2\n3\n", "rows-broken", "1 of 2"],
    ["a quotation mark never closed", "open.csv", 'id,a\n1,"2\n3,4\n', "rows-broken", "1 of 1"],
  ])("%s", async (_, name, content, code, says) => {
    const refusal = expectRefusal(await readTable(folder.write(name, content)));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringContaining(says)]);
    expect(refusal.message).toContain(name);
    expect(refusal.remedy).not.toBe("");
  });

  it("a file that is not there, and a folder", async () => {
    const missing = expectRefusal(await readTable(folder.path("nowhere.csv")));
    expect(missing.code).toBe("file-missing");
    const directory = expectRefusal(await readTable(folder.path(".")));
    expect(directory.code).toBe("file-unreadable");
  });
});
