/** Deals as the trainer sees them: one row a deal, one column a line. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  /** row-major rows × columns, without intercept */
  readonly values: Float64Array;
  /** length rows, 1 = won, 0 = lost */
  readonly outcomes: Uint8Array;
  /** length rows, 0 or more; how often each row counts, 1 when absent */
  readonly weights?: Float64Array;
  /** length rows, log-odds that are added to every prediction, 0 when absent */
  readonly offset?: Float64Array;
}

/**
 * The design of some of its rows, in the order asked for; a row may be taken more than once.
 *
 * @throws RangeError on a row that the design does not have
 * Cost O(rows taken × columns).
 */
export function takeRows(design: Design, rows: Uint32Array): Design {
  const { columns, values, outcomes, weights, offset } = design;
  if (rows.some((row) => row >= design.rows)) throw new RangeError("the design has no such row");
  const taken = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return {
    rows: rows.length,
    columns,
    values: taken,
    outcomes: Uint8Array.from(rows, (row) => outcomes[row]!),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
    ...(offset && { offset: Float64Array.from(rows, (row) => offset[row]!) }),
  };
}

/** Values of some rows, in the order in which the rows are named. Cost O(rows). */
export function takeValues(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  return Float64Array.from(rows, (i) => values[i]!);
}

/**
 * The design of some of its columns, in the order asked for.
 *
 * @throws RangeError on a column that the design does not have
 * Cost O(rows × columns taken).
 */
export function takeColumns(design: Design, columns: Uint32Array): Design {
  if (columns.some((column) => column >= design.columns)) {
    throw new RangeError("the design has no such column");
  }
  const { rows, values } = design;
  const taken = new Float64Array(rows * columns.length);
  for (let i = 0, to = 0; i < rows; i++) {
    const from = i * design.columns;
    for (let k = 0; k < columns.length; k++) taken[to++] = values[from + columns[k]!]!;
  }
  return { ...design, columns: columns.length, values: taken };
}

/** @throws RangeError on lengths that disagree, outcomes other than 0 and 1, or bad weights */
export function checkDesign({ rows, columns, values, outcomes, weights, offset }: Design): void {
  const lengths: [what: string, given: number, wanted: number][] = [
    ["values", values.length, rows * columns],
    ["outcomes", outcomes.length, rows],
    ["weights", weights?.length ?? rows, rows],
    ["offset", offset?.length ?? rows, rows],
  ];
  for (const [what, given, wanted] of lengths) {
    if (given !== wanted) throw new RangeError(`${what}: ${given} numbers, not ${wanted}`);
  }
  if (outcomes.some((outcome) => outcome > 1)) throw new RangeError("an outcome is not 0 or 1");
  if (weights && !weights.every((weight) => weight >= 0 && weight < Infinity)) {
    throw new RangeError("a weight is negative or not finite");
  }
  if (offset && !offset.every(Number.isFinite)) throw new RangeError("an offset is not finite");
}
