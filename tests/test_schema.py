"""What import contracts cannot see: relations by name, comments in the database, rights of the program's role."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from lindung.config.embedded import APP

ROOMS = settings.ROOMS
PACKAGE = Path(settings.BASE_DIR)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("lindung.")]


def relations(model: type[models.Model]) -> list[models.ForeignKey]:
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.model.__module__.startswith("lindung.")
    ]


def height(model: type[models.Model]) -> int:
    return ROOMS.index(model.__module__.split(".")[1])


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_relation_points_back_and_protects(model):
    for field in relations(model):
        target = field.remote_field.model
        assert height(target) <= height(model), (
            f"{model.__name__}.{field.name} points up to {target.__name__}: turn the relation round"
        )
        assert field.remote_field.on_delete is models.PROTECT, (
            f"{model.__name__}.{field.name} does not PROTECT: nothing here is ever deleted by way of another row"
        )
        if height(target) != height(model):
            assert field.remote_field.related_name == "+", (
                f"{model.__name__}.{field.name} leaves a reverse accessor in a lower room: use related_name='+'"
            )


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_table_and_column_says_what_it_is(model):
    inherited = {
        "password",
        "last_login",
        "is_superuser",
        "username",
        "email",
        "is_staff",
        "is_active",
        "date_joined",
    }
    assert model._meta.db_table_comment, f"{model.__name__}: give Meta.db_table_comment"
    for field in model._meta.local_fields:
        # A relation over several columns has none of its own.
        nameless = field.name in ("id", "pk") or field.column is None
        named_by_django = nameless or (model.__name__ == "User" and field.name in inherited)
        assert named_by_django or field.db_comment, f"{model.__name__}.{field.name}: give db_comment"


def test_reverse_lookups_by_name_are_not_used():
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts and "tests" not in path.parts:
            assert "apps.get_model(" not in path.read_text(), f"{path}: apps.get_model is banned, import the model"


@pytest.mark.django_db
def test_the_programs_role_owns_nothing_and_rewrites_no_history():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (APP, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            """
            SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE ANY(%s)
                AND has_table_privilege(schemaname || '.' || tablename, 'DELETE')
            """,
            [[f"{room}\\_%" for room in ROOMS if room != "accounts"]],
        )
        assert cursor.fetchall() == [], "the program may delete from these"
        cursor.execute(
            "SELECT has_table_privilege('coverage_entry', 'UPDATE'), has_table_privilege('audit_act', 'UPDATE')"
        )
        assert cursor.fetchone() == (False, False)


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    from django.core.management import call_command

    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("models and migrations differ: run tools/manage.py makemigrations")
