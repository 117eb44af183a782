"""Print how each row of the matrix is answered now, to be read against what it should be.

    python -m pytest tests/permissions/print_matrix.py -s -q

Reads the routes, methods and objects from matrix.txt; the answers there are not used.
"""

from __future__ import annotations

import logging

from tests.permissions.table import rows
from tests.permissions.test_matrix import _ask_and_undo
from tests.permissions.world import ROLES, make_world


def test_print(db):
    logging.disable(logging.ERROR)
    world = make_world()
    for row in rows():
        answers = []
        for role in ROLES:
            try:
                answers.append(str(_ask_and_undo(role, row, world).status_code))
            except Exception as error:  # a bug: shown in its place
                answers.append(type(error).__name__)
        print(f"{row.route:34} {row.method:4} {row.about:36}", *(f"{answer:>3}" for answer in answers))  # noqa: T201
