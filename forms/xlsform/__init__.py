"""XLSForm in and out: a workbook becomes a definition with a report of what was not taken over, and back again.

The profile stands in docs/xlsform.md. Whoever receives a workbook from outside reads it with `read_apart`.
"""

from forms.xlsform.apart import read_apart
from forms.xlsform.export import write
from forms.xlsform.guard import is_workbook
from forms.xlsform.report import Imported, Line
from forms.xlsform.take import take

__all__ = ["Imported", "Line", "is_workbook", "read_apart", "take", "write"]
