"""Every error the package raises on purpose.

    NetAnalysisError
    ├── ExportNotFoundError   (FileNotFoundError)  a path that is not there
    ├── UnknownExportError    (ValueError)         a file of no kind that is read
    ├── UnreadableExportError (ValueError)         the right kind of file, but broken
    ├── OwnerUnknownError     (LookupError)        whose archive is it?
    ├── PersonUnknownError    (LookupError)        no such person in the archive
    ├── DecisionError         (ValueError)         what was said of two aliases cannot be
    ├── NothingToAnalyseError (ValueError)         the data cannot answer the question
    ├── ProposalUnknownError  (LookupError)        no such proposal or decision
    ├── SchemaError           (ValueError)         a table that breaks its own contract
    ├── WishesError           (ValueError)         a wishes file that cannot be understood
    ├── UnusableGraphError    (ValueError)         a graph with ties or groups that cannot be used
    └── OutputError           (OSError)            a result that could not be written

    StoreWarning              (UserWarning)        a store that had to be mended, and how

A message says what failed, where, what was found, and what would do. Each class also
inherits the built-in exception it resembles, so callers may catch either.
"""

from __future__ import annotations


class NetAnalysisError(Exception):
    """Root of every error this package raises on purpose."""


class ExportNotFoundError(NetAnalysisError, FileNotFoundError):
    """A path given to the package does not exist or is not a regular file or folder."""


class UnknownExportError(NetAnalysisError, ValueError):
    """A file or folder is nothing this package reads: no LinkedIn export, mail, calendar ..."""


class UnreadableExportError(NetAnalysisError, ValueError):
    """A file is of a known kind but cannot be read: damaged, empty, or in disguise."""


class OwnerUnknownError(NetAnalysisError, LookupError):
    """The data does not tell whose archive it is, and the caller did not say."""


class PersonUnknownError(NetAnalysisError, LookupError):
    """A person asked for is not in the archive, or the name fits several people."""


class DecisionError(NetAnalysisError, ValueError):
    """Two aliases were said to be one person and to be two; the message names them."""


class NothingToAnalyseError(NetAnalysisError, ValueError):
    """The data loaded cannot answer the question asked; the message names what would."""


class SchemaError(NetAnalysisError, ValueError):
    """A table does not have the columns, types, keys or values its schema promises."""


class ProposalUnknownError(NetAnalysisError, LookupError):
    """A proposal to be decided, or a decision to be undone, is not there."""


class WishesError(NetAnalysisError, ValueError):
    """The owner's own file of wishes says something that cannot be understood."""


class UnusableGraphError(NetAnalysisError, ValueError):
    """A graph has strengths or groups that a measure cannot use; the message names the first."""


class OutputError(NetAnalysisError, OSError):
    """A result could not be written."""


class StoreWarning(UserWarning):
    """A store was damaged and mended, or a source it knew is gone; nothing else is wrong."""
