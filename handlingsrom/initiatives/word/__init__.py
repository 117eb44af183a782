"""Word documents: a worksheet, a step, a whole initiative. Made with real headings, lists and tables."""

from .documents import FileName, initiative_document, step_document, worksheet_document

__all__ = ["FileName", "initiative_document", "step_document", "worksheet_document"]
