import type { ReactNode } from 'react';
import { cx } from './cx';
import styles from './Table.module.css';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: 'end';
  /** Left out on a phone; `tablet`: there as well; `folded`: stands below the first one there. */
  secondary?: boolean | 'tablet' | 'folded';
}

interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The first column names the row (and usually carries its link). */
  className?: string;
}

export function Table<Row>({ caption, columns, rows, rowKey, className }: TableProps<Row>) {
  const classOf = (column: Column<Row>) =>
    cx(
      column.align === 'end' && styles.end,
      column.secondary && styles.secondary,
      column.secondary === 'tablet' && styles.roomy,
    );
  const folded = columns.filter(({ secondary }) => secondary === 'folded');
  return (
    <div className={cx(styles.frame, className)}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" className={classOf(column)}>
                    {column.cell(row)}
                    {folded.map(({ key, cell }) => (
                      <span key={key} className={styles.folded}>
                        {cell(row)}
                      </span>
                    ))}
                  </th>
                ) : (
                  <td key={column.key} className={classOf(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
