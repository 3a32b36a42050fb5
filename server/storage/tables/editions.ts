/** A quarter that was published, once and for all. */
interface EditionRow {
  /** YYYY-Qn. */
  quarter: string;
  /** YYYY-MM-DD. */
  publishedOn: string;
}

/** What was published of a table in one area; an area without a row had nothing to tell. */
interface EditionCellsRow {
  tableId: string;
  quarter: string;
  area: string;
  /** JSON: a list of [period, values, count]. */
  cells: string;
}

export interface EditionsTables {
  editions: EditionRow;
  editionCells: EditionCellsRow;
}
