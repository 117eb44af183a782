"""Addresses of worksheets, files, Word and print, in the namespace of the initiatives."""

from django.urls import path

from .views import files, word, worksheet_history, worksheet_more, worksheets

one = "initiativ/<uuid:pk>/"
sheet = f"{one}ark/<uuid:sheet>/"
file = f"{one}fil/<uuid:file>/"

urlpatterns = [
    path(f"{one}ark/ny/<slug:artefact_id>/", worksheets.create, name="worksheet-create"),
    path(sheet, worksheets.show, name="worksheet"),
    path(f"{sheet}utkast/", worksheets.autosave, name="worksheet-autosave"),
    path(f"{sheet}utkast/forkast/", worksheets.discard, name="worksheet-discard"),
    path(f"{sheet}lignende/", worksheets.similar, name="worksheet-similar"),
    path(f"{sheet}navn/", worksheet_more.name, name="worksheet-name"),
    path(f"{sheet}synlighet/", worksheet_more.visibility, name="worksheet-visibility"),
    path(f"{sheet}kopier/", worksheet_more.copy, name="worksheet-copy"),
    path(f"{sheet}historikk/", worksheet_history.history, name="worksheet-history"),
    path(f"{sheet}historikk/sammenlign/", worksheet_history.compare, name="worksheet-compare"),
    path(f"{sheet}historikk/<int:number>/gjenopprett/", worksheet_history.restore, name="worksheet-restore"),
    path(f"{sheet}utskrift/", word.print_worksheet, name="worksheet-print"),
    path(f"{sheet}word/", word.worksheet, name="worksheet-word"),
    path(f"{one}steg/<slug:step_id>/word/", word.step, name="step-word"),
    path(f"{one}steg/<slug:step_id>/utskrift/", word.print_step, name="step-print"),
    path(f"{one}word/", word.initiative, name="word"),
    path(f"{one}utskrift/", word.print_initiative, name="print"),
    path(f"{one}dokumenter/", files.documents, name="documents"),
    path(file, files.attachment, name="attachment"),
    path(f"{file}synlighet/", files.attachment_visibility, name="attachment-visibility"),
    path(f"{file}fjern/", files.attachment_remove, name="attachment-remove"),
]
