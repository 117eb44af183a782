"""The tables of initiatives, one file per noun."""

from .initiative import ContractKind, Initiative, Origin, Status, TakingPart, TeamMember, TeamRole
from .notes import Attachment, Note, NoteKind
from .steps import CriterionCheck, QuestionScore, State, StepState
from .worksheets import Draft, Revision, Worksheet

__all__ = [
    "Attachment",
    "ContractKind",
    "CriterionCheck",
    "Draft",
    "Initiative",
    "Note",
    "NoteKind",
    "Origin",
    "QuestionScore",
    "Revision",
    "State",
    "Status",
    "StepState",
    "TakingPart",
    "TeamMember",
    "TeamRole",
    "Worksheet",
]
