"""The database itself refuses to change or delete audit events.

One change is let through: the person may be taken out (by_id becomes null) when they are erased. The hash does not
cover that column; it covers by_key.
"""

from django.db import migrations

COLUMNS = ("id", "at", "verb", "on_type", "on_id", "about_id", "data", "by_key", "previous_hash", "hash")

SQLITE_INSTALL = [
    """
    CREATE TRIGGER audit_no_change BEFORE UPDATE ON core_auditevent
    WHEN {changed} OR (NEW.by_id IS NOT NULL AND NEW.by_id IS NOT OLD.by_id)
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: events are never changed.'); END
    """.format(changed=" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in COLUMNS)),
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditevent
    BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: events are never deleted.'); END
    """,
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS audit_no_change", "DROP TRIGGER IF EXISTS audit_no_delete"]

POSTGRESQL_INSTALL = [
    """
    CREATE OR REPLACE FUNCTION core_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'The audit log is append-only: events are never changed or deleted.'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_is_append_only()
    """,
    """
    CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON core_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_is_append_only()
    """,
]
POSTGRESQL_REMOVE = [
    "DROP TRIGGER IF EXISTS audit_no_change ON core_auditevent",
    "DROP TRIGGER IF EXISTS audit_no_truncate ON core_auditevent",
]

STATEMENTS = {
    "sqlite": (SQLITE_INSTALL, SQLITE_REMOVE),
    "postgresql": (POSTGRESQL_INSTALL, POSTGRESQL_REMOVE),
}


def install(apps, schema_editor):
    """Add the triggers."""
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    """Take the triggers away."""
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
