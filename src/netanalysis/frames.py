"""How a table is described and kept: columns with pinned dtypes, a key, allowed values.

Times: ``_at`` columns are instants in UTC, ``_on`` columns are calendar days without a
zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from netanalysis.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd

STRING: Final = "string"
INSTANT: Final = "datetime64[us, UTC]"
DAY: Final = "datetime64[us]"
COUNT: Final = "Int64"
NUMBER: Final = "Float64"
FLAG: Final = "boolean"


@dataclass(frozen=True)
class Column:
    """One column: its name, pinned dtype, meaning, and the values it may take."""

    name: str
    dtype: str
    doc: str
    allowed: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its name, meaning, columns in order, and primary key."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def column_names(self) -> list[str]:
        """Column names in their documented order."""
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """Return the table with its columns and dtypes and no rows."""
        return _empty(self).copy()


@cache
def _empty(table: Table) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in table.columns})


def conform(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with the columns, order and dtypes that ``table`` promises.

    Missing optional columns are added as missing values; columns the table does not know
    are refused, because a typo would otherwise lose data without a word.

    Raises
    ------
    SchemaError
        If a required column is absent or has missing values, a value is not allowed, a
        column is unknown, a dtype cannot be reached, or the key is not unique.
    """
    import pandas as pd

    unknown = sorted(set(frame.columns) - set(table.column_names))
    if unknown:
        raise SchemaError(f"table {table.name}: unknown columns {unknown}")
    if frame.empty:
        return table.empty()
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name in frame.columns:
            columns[column.name] = _conform_column(table, column, frame[column.name])
        elif column.required:
            raise SchemaError(f"table {table.name}: required column {column.name!r} is absent")
        else:
            columns[column.name] = pd.Series(pd.NA, index=frame.index, dtype=column.dtype)
    result = pd.DataFrame(columns).reset_index(drop=True)
    if table.key and result.duplicated(list(table.key)).any():
        n_twice = int(result.duplicated(list(table.key)).sum())
        raise SchemaError(f"table {table.name}: {n_twice} rows repeat the key {table.key}")
    return result


def _conform_column(table: Table, column: Column, values: pd.Series) -> pd.Series:
    import pandas as pd
    from pandas.api.types import pandas_dtype

    try:
        result: pd.Series = values.astype(pandas_dtype(column.dtype))
    except (TypeError, ValueError, OverflowError) as error:
        raise SchemaError(
            f"table {table.name}: column {column.name!r} cannot be {column.dtype}: {error}"
        ) from error
    if column.required and result.isna().any():
        n_missing = int(result.isna().sum())
        raise SchemaError(f"table {table.name}: column {column.name!r} misses {n_missing} values")
    if column.allowed:
        found = pd.Series(result.unique(), dtype=result.dtype).dropna()
        strange = sorted(set(found) - set(column.allowed))
        if strange:
            raise SchemaError(f"table {table.name}: column {column.name!r} has {strange[:5]}")
    return result
