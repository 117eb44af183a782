"""What people do with examples. One verb a function; each is one transaction with a line in the audit log."""

from .copying import copy_need
from .publishing import publish, withdraw
from .writing import create_from_initiative, save

__all__ = ["copy_need", "create_from_initiative", "publish", "save", "withdraw"]
